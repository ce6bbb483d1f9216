import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { PlatformFailure } from "../platform/failure";
import { collectConfig, renderFailure } from "./command";

describe("--config", () => {
  const cases = [
    { text: "canaryWeight=30", expected: { canaryWeight: 30 } },
    { text: "pattern-mesh:canaryWeight=30", expected: { canaryWeight: 30 } },
    {
      text: "services={order-service: {replicas: 2}}",
      expected: { services: { "order-service": { replicas: 2 } } },
    },
    { text: "note=a=b", expected: { note: "a=b" } },
  ];
  for (const { text, expected } of cases) {
    it(`${text} is ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(collectConfig(text, {}), expected);
    });
  }

  it("collects; the last of a key wins", () => {
    assert.deepEqual(collectConfig("a=2", collectConfig("b=1", { a: 1 })), { a: 2, b: 1 });
  });

  for (const text of ["canaryWeight", "=30", "services={a: 1, a: 2}", "services=["]) {
    it(`${text} is refused with an example`, () => {
      assert.throws(
        () => collectConfig(text, {}),
        (error) => error instanceof PlatformFailure && /--config/.test(error.next),
      );
    });
  }
});

describe("a failure on the screen", () => {
  it("is the problem, what was seen, and the next step", () => {
    const failure = new PlatformFailure({ problem: "Port taken", details: ["by node"], next: "Stop it." });
    assert.equal(stripVTControlCharacters(renderFailure(failure)), "\n✗ Port taken\n  - by node\n→ Stop it.");
  });
});
