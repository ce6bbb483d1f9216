import assert from "node:assert/strict";
import { apply, undo } from "./saga-step";
import type { Applied } from "./saga-step";
import { MemorySteps } from "./step-store";

describe("the steps of a service", () => {
  const step = (sagaId: string): Applied<number> => ({
    status: "applied",
    sagaId,
    id: `id-${sagaId}`,
    request: 1,
    at: "t",
  });
  let store: MemorySteps<number>;
  beforeEach(() => {
    store = new MemorySteps([step("a")]);
  });

  it("are listed newest first with their effect, the undone at their place, those without effect not", async () => {
    await store.change("b", (seen) => apply(seen, step("b")));
    await store.change("never-done", (seen) => undo(seen, "never-done", "t"));
    const undone = await store.change("a", (seen) => undo(seen, "a", "t"));
    const all = [
      { step: step("b"), made: step("b") },
      { step: undone, made: step("a") },
    ];
    assert.deepEqual(await store.newest(10), { steps: all, total: 2 });
    assert.deepEqual(await store.newest(1), { steps: all.slice(0, 1), total: 2 });
  });

  it("stay as they were when the decision is a refusal", async () => {
    const refuse = () => {
      throw new Error("no");
    };
    await assert.rejects(store.change("a", refuse), /^Error: no$/);
    assert.deepEqual((await store.newest(1)).steps, [{ step: step("a"), made: step("a") }]);
  });
});
