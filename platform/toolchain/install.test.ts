import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { PlatformFailure } from "../failure";
import { installMissing } from "./install";
import type { Lack, Source } from "./source";
import type { MissingTool, ToolName } from "./tools";

const missing = (...tools: ToolName[]): readonly MissingTool[] =>
  tools.map((tool) => ({ tool, origin: "x", notes: [] }));

describe("installing what is missing", () => {
  let installed: string[];
  beforeEach(() => {
    installed = [];
  });

  function source(
    name: string,
    tools: readonly ToolName[],
    lacks: readonly Lack[] = [],
    gigabytes = 0,
  ): Source {
    return {
      name,
      origin: `package ${name}`,
      tools,
      minutes: 2,
      lacks: () => Promise.resolve(lacks),
      space: () => Promise.resolve([{ directory: tmpdir(), gigabytes }]),
      install: (wanted) => {
        installed.push(`${name}: ${wanted.join(" ")}`);
        return Promise.resolve();
      },
    };
  }

  it("goes one source after the other and says what comes next", async () => {
    const lines: string[] = [];
    await installMissing(
      [source("a", ["etcd"]), source("b", ["helm"]), source("c", ["kubelet", "kubectl"])],
      missing("kubectl", "etcd"),
      (line) => lines.push(line),
    );
    assert.deepEqual(installed, ["a: etcd", "c: kubectl"]);
    assert.deepEqual(lines.slice(0, 3), [
      "to install: a, c; about 4 min on two cores when nothing is cached",
      "1/2 package a: about 2 min; then c",
      "2/2 package c: about 2 min; the last one",
    ]);
  });

  it("names everything the machine lacks before it changes anything", async () => {
    const noGo = { fault: "no Go", next: "Install Go." };
    const sources = [
      source("a", ["etcd"], [{ fault: "no Python", next: "Install Python." }]),
      source("b", ["helm"], [noGo]),
      source("c", ["kubelet"], [noGo]),
    ];
    await assert.rejects(
      installMissing(sources, missing("etcd", "helm", "kubelet"), () => undefined),
      (error: unknown) => {
        assert.ok(error instanceof PlatformFailure);
        assert.deepEqual(error.details, ["no Python", "no Go"]);
        assert.equal(error.next, "Install Python. Install Go.");
        return true;
      },
    );
    assert.deepEqual(installed, []);
  });

  it("checks the room on the disk first, with both numbers told", async () => {
    await assert.rejects(
      installMissing([source("a", ["etcd"], [], 1e6)], missing("etcd"), () => undefined),
      (error: unknown) => {
        assert.ok(error instanceof PlatformFailure);
        assert.match(error.details[0] ?? "", /: 1000000\.0 GB needed, [\d.]+ GB free$/);
        return true;
      },
    );
    assert.deepEqual(installed, []);
  });
});
