import assert from "node:assert/strict";
import { readCheckpoint } from "./checkpoint";

describe("a checkpoint", () => {
  const cases = [
    {
      name: "of no stack",
      text: undefined,
      expected: { pendingOperations: 0, resources: 0, salt: undefined },
    },
    {
      name: "of a new stack",
      text: { version: 3, checkpoint: { stack: "dev" } },
      expected: { pendingOperations: 0, resources: 0, salt: undefined },
    },
    {
      name: "of an update that ended",
      text: {
        checkpoint: {
          latest: { resources: [{}, {}], secrets_providers: { type: "passphrase", state: { salt: "v1:s" } } },
        },
      },
      expected: { pendingOperations: 0, resources: 2, salt: "v1:s" },
    },
    {
      name: "of an update that was killed",
      text: { checkpoint: { latest: { pending_operations: [{ type: "creating" }, { type: "updating" }] } } },
      expected: { pendingOperations: 2, resources: 0, salt: undefined },
    },
  ];
  for (const { name, text, expected } of cases) {
    it(`${name} tells ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(readCheckpoint(text === undefined ? undefined : JSON.stringify(text)), expected);
    });
  }
});
