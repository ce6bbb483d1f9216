import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { memoryNow } from "./memory";
import { descendants, parseMemory, parseParent } from "./proc";

describe("the memory of a process", () => {
  const rollup = "5629-7fff ---p 0 00:00 0 [rollup]\nRss:    1788 kB\nPss:     302 kB\nPss_Dirty:  116 kB\n";

  it("is its proportional set size", () => {
    assert.equal(
      parseMemory(rollup, () => "VmRSS:\t 1788 kB\n"),
      302,
    );
  });

  it("is its resident set size where the kernel tells no other", () => {
    assert.equal(
      parseMemory("", () => "VmHWM:\t 2000 kB\nVmRSS:\t 1788 kB\n"),
      1788,
    );
  });

  it("is nothing once it has ended", () => {
    assert.equal(
      parseMemory("", () => ""),
      0,
    );
  });
});

describe("the processes of a command", () => {
  it("are its children and theirs, and no others", () => {
    const parents = new Map([
      [1, 0],
      [10, 1],
      [11, 10],
      [12, 11],
      [20, 1],
    ]);
    assert.deepEqual(descendants(10, parents), [11, 12]);
  });

  it("are found by their parent, whatever their name", () => {
    assert.equal(parseParent("42 (a) b (c) S 7 42 42 0 -1"), 7);
    assert.equal(parseParent(""), 0);
  });

  it("count while they run", async function () {
    if (process.platform !== "linux") this.skip();
    const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => 1, 1000)"]);
    try {
      await once(child.stdout, "data");
      const { platform, withCommand } = memoryNow();
      assert.ok(withCommand - platform > 5, `${withCommand - platform} MiB for a Node.js process`);
    } finally {
      child.kill();
      await once(child, "close");
    }
  });
});
