import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PlatformFailure } from "../failure";
import { withLock } from "./lock";

/** For a run that has no reason to wait. */
const unexpected = (line: string) => assert.fail(line);

describe("a lock", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lock-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it("lets one run work at a time; the second waits and says so", async () => {
    const directory = join(root, "tools");
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} starts`);
      await sleep(100);
      events.push(`${name} ends`);
    };
    await Promise.all([
      withLock(directory, "the tools", (line) => events.push(line), work("first")),
      sleep(20).then(() => withLock(directory, "the tools", (line) => events.push(line), work("second"))),
    ]);
    assert.deepEqual(events, [
      "first starts",
      "another run is preparing the tools; waiting for it (0 s)",
      "first ends",
      "second starts",
      "second ends",
    ]);
  });

  it("is free again after the work failed", async () => {
    const directory = join(root, "tools");
    await assert.rejects(
      withLock(directory, "the tools", unexpected, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(await withLock(directory, "the tools", unexpected, () => Promise.resolve(1)), 1);
  });

  it("is taken over from a run that was killed", async () => {
    const directory = join(root, "tools");
    mkdirSync(directory);
    mkdirSync(`${directory}.lock`);
    const longAgo = Date.now() / 1000 - 60;
    utimesSync(`${directory}.lock`, longAgo, longAgo);
    assert.equal(await withLock(directory, "the tools", unexpected, () => Promise.resolve(1)), 1);
  });

  it("says when its folder cannot be written", async () => {
    writeFileSync(join(root, "file"), "");
    await assert.rejects(
      withLock(join(root, "file", "tools"), "the tools", unexpected, () => Promise.resolve(1)),
      (error: unknown) => error instanceof PlatformFailure && /PATTERN_MESH_CACHE_DIR/.test(error.next),
    );
  });
});
