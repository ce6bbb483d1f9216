import assert from "node:assert/strict";
import fc from "fast-check";
import { median, rowOf, spread } from "./measurement";

describe("the benchmark's figures", () => {
  it("have a median with as many values above as below", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const above = values.filter((value) => value > middle).length;
        const below = values.filter((value) => value < middle).length;
        assert.ok(above <= values.length / 2 && below <= values.length / 2);
      }),
    );
  });

  it("have no median of nothing", () => {
    assert.throws(() => median([]), RangeError);
  });

  it("show the part of the target that was used", () => {
    const row = rowOf({ name: "second up", value: 7.5, unit: "s", target: 15, note: "median of 3" });
    assert.deepEqual(row, ["second up", "7.50 s", "<= 15 s", "0.50", "median of 3"]);
  });

  it("show no ratio without a target", () => {
    assert.deepEqual(rowOf({ name: "npm test", value: 33.4, unit: "s", note: "" }), [
      "npm test",
      "33.4 s",
      "",
      "",
      "",
    ]);
  });

  it("tell how far the runs behind a median lie apart", () => {
    assert.equal(spread([5.02, 4.1, 12.5], "s"), "median of 3 (4.10 s to 12.5 s)");
  });
});
