import assert from "node:assert/strict";
import type { User } from "../contracts/index";
import { Refusal } from "../kit/problem";
import { undo } from "../kit/saga-step";
import type { Applied } from "../kit/saga-step";
import { validate } from "./validation";
import type { Seen, UserRequest } from "./validation";

const user: User = { id: 1, name: "John Doe", email: "john@example.com", status: "active" };
const wanted: Applied<UserRequest> = {
  status: "applied",
  sagaId: "s1",
  id: "lock-1",
  request: { user_id: 1 },
  at: "t1",
};
const before = { ...wanted, id: "lock-0" };

describe("the validation of a user", () => {
  for (const [given, seen, then] of [
    ["a free, active user", { step: undefined, user, owner: undefined }, wanted],
    ["a repeat", { step: before, user, owner: "s1" }, before],
    [
      "a repeat after a suspension",
      { step: before, user: { ...user, status: "suspended" }, owner: "s1" },
      before,
    ],
    ["no such user", { step: undefined, user: undefined, owner: undefined }, "not-found"],
    [
      "a suspended user",
      { step: undefined, user: { ...user, status: "suspended" }, owner: undefined },
      "not-eligible",
    ],
    ["a user another saga holds", { step: undefined, user, owner: "s2" }, "locked"],
    ["a late call", { step: undo(before, "s1", "t2"), user, owner: undefined }, "step-undone"],
    [
      "another user",
      { step: { ...before, request: { user_id: 2 } }, user, owner: undefined },
      "payload-differs",
    ],
  ] as const satisfies readonly (readonly [string, Seen, unknown])[])
    it(`of ${given} ${typeof then === "string" ? `is refused: ${then}` : `keeps ${then.id}`}`, () => {
      if (typeof then !== "string") assert.equal(validate(seen, wanted), then);
      else
        assert.throws(
          () => validate(seen, wanted),
          (error) => error instanceof Refusal && error.kind === then,
        );
    });
});
