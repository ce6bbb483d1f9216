import assert from "node:assert/strict";
import { collect } from "./collect";
import type { Part } from "./collect";
import type { Measurement } from "./measurement";

const quick: Measurement = { name: "quick", value: 2, unit: "s", note: "" };
const slow: Measurement = { name: "slow", value: 30, unit: "s", note: "" };

function part(name: string, figures: readonly Measurement[], failure?: string): Part {
  return {
    name,
    async *measure() {
      await Promise.resolve();
      yield* figures;
      if (failure !== undefined) throw new Error(failure);
    },
  };
}

const ignore = () => undefined;

describe("the parts of the benchmark", () => {
  it("keep the figures of a part that failed later, and those of the parts after it", async () => {
    const { measurements, failures } = await collect(
      [part("first", [quick], "no update"), part("second", [slow])],
      ignore,
    );
    assert.deepEqual(measurements, [quick, slow]);
    assert.deepEqual(failures, [{ part: "first", reason: "no update" }]);
  });

  it("end at an interrupt, and the ones after it do not begin", async () => {
    let stopped = false;
    const stops: Part = {
      name: "first",
      async *measure() {
        await Promise.resolve();
        stopped = true;
        yield quick;
        yield slow;
      },
    };
    const { measurements, failures } = await collect([stops, part("second", [slow])], ignore, () => stopped);
    assert.deepEqual(measurements, [quick]);
    assert.deepEqual(failures, [
      { part: "first", reason: "interrupted" },
      { part: "second", reason: "interrupted" },
    ]);
  });

  it("tell where they are and what they found", async () => {
    const lines: string[] = [];
    await collect([part("first", [quick])], (line) => lines.push(line));
    assert.deepEqual(lines, ["first", "  quick: 2.00 s"]);
  });
});
