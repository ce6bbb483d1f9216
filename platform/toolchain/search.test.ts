import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import { storeEntry } from "./cache-entry";
import { locate, search } from "./search";
import type { Way } from "./search";
import type { CachedSource } from "./source";

describe("the ways to a tool", () => {
  const finds =
    (path: string): Way =>
    () =>
      Promise.resolve({ path });
  const lacks =
    (note: string): Way =>
    () =>
      Promise.resolve({ note });

  it("are tried in order, and the first that works ends it", async () => {
    const never: Way = () => assert.fail("not to be tried");
    assert.deepEqual(await locate("helm", [lacks("no"), finds("/b/helm"), never]), { path: "/b/helm" });
  });

  it("each say why they do not work", async () => {
    const located = await locate("helm", [lacks("/usr/bin/helm is 2.17.0"), lacks("not in the cache")]);
    assert.deepEqual(located, { notes: ["/usr/bin/helm is 2.17.0", "not in the cache"] });
  });
});

describe("a search", () => {
  let directory: string;
  let source: CachedSource;
  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), "search-")), "istio-v1-0123abcd");
    source = {
      name: "istio",
      origin: "Go module istio.io/istio v1",
      tools: ["pilot-discovery", "pilot-agent"],
      minutes: 1,
      directory,
      lacks: () => Promise.resolve([]),
      space: () => Promise.resolve([]),
      install: () => Promise.resolve(),
    };
  });
  afterEach(() => {
    rmSync(join(directory, ".."), { recursive: true });
  });

  const wanted = new Set(["pilot-agent"] as const);
  const store = () =>
    storeEntry(directory, (partial) => {
      mkdirSync(join(partial, "bin"));
      writeFileSync(join(partial, "bin", "pilot-agent"), "agent");
      return Promise.resolve();
    });

  it("finds cached programs and what lies beside them", async () => {
    await store();
    const { tools, missing } = await search([source], wanted);
    assert.deepEqual(missing, []);
    assert.equal(tools.path("pilot-agent"), join(directory, "bin", "pilot-agent"));
    assert.equal(tools.charts.istiod, join(directory, "charts", "istiod"));
    assert.equal(tools.envoyBootstrap, join(directory, "envoy_bootstrap.json"));
  });

  it("names what is missing, where it would come from, and what was looked at", async () => {
    const { tools, missing } = await search([source], wanted);
    assert.deepEqual(missing, [
      {
        tool: "pilot-agent",
        origin: "Go module istio.io/istio v1",
        notes: ["only the pinned build will do", `${directory}: not in the cache`],
      },
    ]);
    assert.throws(
      () => tools.path("pilot-agent"),
      (error: unknown) =>
        error instanceof PlatformFailure &&
        error.message === "pilot-agent is not installed" &&
        error.details.length === 2,
    );
  });

  it("does not use a half-built entry", async () => {
    await store();
    writeFileSync(join(directory, "bin", "pilot-agent"), "ag");
    const { missing } = await search([source], wanted);
    assert.match(missing[0]?.notes[1] ?? "", /bin\/pilot-agent has 2 bytes; 5 were stored/);
  });
});
