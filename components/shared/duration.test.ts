import assert from "node:assert/strict";
import fc from "fast-check";
import { type Duration, milliseconds, toIstio } from "./duration";

describe("a duration", () => {
  const written: [Duration, string][] = [
    ["30 seconds", "30s"],
    ["1 second", "1s"],
    ["1 minute", "60s"],
    ["2 hours", "7200s"],
    ["500 milliseconds", "500ms"],
    ["3000 milliseconds", "3s"],
  ];
  for (const [duration, istio] of written) {
    it(`"${duration}" is ${istio} to Istio`, () => {
      assert.equal(toIstio(duration), istio);
    });
  }

  for (const text of ["30s", "30", "0 seconds", "-1 seconds", "1.5 seconds", "30  seconds", "5 days", ""]) {
    it(`"${text}" is none`, () => {
      assert.equal(milliseconds(text), undefined);
      assert.throws(() => toIstio(text as Duration), RangeError);
    });
  }

  it("keeps its length in Istio's form", () => {
    const units = fc.constantFrom("millisecond", "seconds", "minutes", "hour");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), units, (amount, unit) => {
        const duration = `${amount} ${unit}` as Duration;
        const [, number, suffix] = /^(\d+)(ms|s)$/.exec(toIstio(duration)) ?? [];
        assert.equal(Number(number) * (suffix === "ms" ? 1 : 1_000), milliseconds(duration));
      }),
    );
  });
});
