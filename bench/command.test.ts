import assert from "node:assert/strict";
import { mustBeUnchanged, mustShow, timeCommand } from "./command";

const unchanged = { seconds: 1, output: "Resources:\n    43 unchanged\n\nDuration: 1s\n" };

describe("a timed command", () => {
  it("is the whole process with its output", async () => {
    const script = 'setTimeout(() => console.log("done"), 200)';
    const { seconds, output } = await timeCommand(process.execPath, ["-e", script]);
    assert.equal(output, "done\n");
    assert.ok(seconds >= 0.2, `${seconds} s`);
  });

  it("that fails has no figure, but the end of its output", async () => {
    const script = 'console.log("before"); console.error("reason"); process.exit(3)';
    await assert.rejects(timeCommand(process.execPath, ["-e", script]), /ended with 3:\nbefore\nreason$/);
  });

  it("that a signal ended has no figure either", async () => {
    const script = 'process.kill(process.pid, "SIGKILL")';
    await assert.rejects(timeCommand(process.execPath, ["-e", script]), /was ended by a signal/);
  });

  it("has to have done what its figure is about", () => {
    assert.equal(mustShow(unchanged, /\d+ unchanged/), unchanged);
    assert.throws(() => mustShow(unchanged, /\d+ updated/), /updated.* is missing in:\nResources:/);
  });
});

describe("a run that should change nothing", () => {
  it("is one whose resources are all unchanged", () => {
    assert.equal(mustBeUnchanged(unchanged), unchanged);
  });

  for (const change of ["~ 1 updated", "+ 2 created", "- 3 deleted", "+-1 replaced", "~ 1 to update"]) {
    it(`is not one with ${change}`, () => {
      const output = `Resources:\n    ${change}\n    42 unchanged\n`;
      assert.throws(() => mustBeUnchanged({ seconds: 1, output }), /changed nothing/);
    });
  }

  it("is not one that saw no resources", () => {
    assert.throws(() => mustBeUnchanged({ seconds: 1, output: "Resources:\n" }), /unchanged/);
  });
});
