import assert from "node:assert/strict";
import fc from "fast-check";
import { Refusal } from "./problem";
import { apply, made, undo } from "./saga-step";
import type { Applied, Step } from "./saga-step";

const wanted = (request: number, id = "1"): Applied<number> => ({
  status: "applied",
  sagaId: "s",
  id,
  request,
  at: "t1",
});
const refusal = (kind: string) => (error: unknown) => error instanceof Refusal && error.kind === kind;

describe("a saga's step", () => {
  it("is done once, whatever the repeats would have made", () => {
    const first = apply(undefined, wanted(7, "1"));
    assert.equal(apply(first, wanted(7, "2")), first);
  });

  it("is not done with another payload", () => {
    assert.throws(() => apply(wanted(7), wanted(8)), refusal("payload-differs"));
  });

  it("is undone once, and remembers what it made", () => {
    const undone = undo(wanted(7), "s", "t2");
    assert.deepEqual(undone, { status: "undone", sagaId: "s", undid: wanted(7), at: "t2" });
    assert.equal(undo(undone, "s", "t3"), undone);
    assert.deepEqual(made(undone), wanted(7));
  });

  it("that was never done is undone without effect", () => {
    const undone = undo<number>(undefined, "s", "t2");
    assert.equal(made(undone), undefined);
  });

  it("is never done after it was undone", () => {
    for (const seen of [undefined, wanted(7)])
      assert.throws(() => apply(undo(seen, "s", "t2"), wanted(7)), refusal("step-undone"));
  });

  it("has at most one effect and ends undone for good, in any order of calls", () => {
    const call = fc.oneof(fc.constant("undo" as const), fc.nat(2));
    fc.assert(
      fc.property(fc.array(call), (calls) => {
        let seen: Step<number> | undefined;
        const effects = new Set<string>();
        for (const [index, each] of calls.entries()) {
          const wasUndone = seen?.status === "undone";
          try {
            seen = each === "undo" ? undo(seen, "s", "t") : apply(seen, wanted(each, `${index}`));
          } catch (error) {
            assert.ok(error instanceof Refusal);
          }
          const effect = seen && made(seen);
          if (effect) effects.add(effect.id);
          assert.ok(effects.size <= 1);
          if (wasUndone) assert.equal(seen?.status, "undone");
        }
        assert.equal(seen?.status === "undone", calls.includes("undo"));
      }),
    );
  });
});
