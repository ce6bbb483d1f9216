import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { isSame, parseStat, readProcess, signal, startedAt } from "./process-table";

describe("process table", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  const fields = `S 1 4711 4700 0 -1 4194560 0 0 0 0 5 7 0 0 20 0 12 0 1071653 0 0`;

  it("reads session and start time behind a name with spaces and brackets", () => {
    const stat = parseStat(`4711 (a (strange) name) ${fields}`);
    assert.deepEqual(stat, { state: "S", session: 4700, startTicks: 1071653 });
  });

  it("says nothing of a line that is cut off or empty", () => {
    assert.equal(parseStat(""), undefined);
    assert.equal(parseStat("4711 (sleep) S 1"), undefined);
  });

  it("dates a start shortly before now", () => {
    const self = readProcess(process.pid);
    assert.ok(self);
    const seconds = (Date.now() - startedAt(self.startTicks).getTime()) / 1000;
    assert.ok(Math.abs(seconds - process.uptime()) < 2, `${seconds} s against ${process.uptime()} s`);
  });

  it("does not signal a process that only has the same pid", async () => {
    const child = spawn("sleep", ["60"]);
    await once(child, "spawn");
    const { pid, startTicks } = readProcess(child.pid ?? 0) ?? assert.fail("no such process");
    signal({ pid, startTicks: startTicks - 1 }, "SIGKILL");
    assert.ok(isSame({ pid, startTicks }));
    signal({ pid, startTicks }, "SIGKILL");
    await once(child, "exit");
    assert.ok(!isSame({ pid, startTicks }));
    signal({ pid, startTicks }, "SIGKILL");
  });
});
