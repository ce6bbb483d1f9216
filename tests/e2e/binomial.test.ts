import assert from "node:assert/strict";
import { binomialInterval } from "./binomial";

describe("binomial interval", () => {
  const cases = [
    { trials: 1000, probability: 0.1, low: 70, high: 132 },
    { trials: 1000, probability: 0.3, low: 253, high: 348 },
    { trials: 10, probability: 0.5, low: 0, high: 10 },
  ];
  for (const { trials, probability, low, high } of cases) {
    it(`of ${trials} at ${probability} with 99.9 % is ${low} to ${high}`, () => {
      assert.deepEqual(binomialInterval(trials, probability, 0.999), { low, high });
    });
  }
});
