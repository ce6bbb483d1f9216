import type { User } from "../contracts/index";
import { Refusal } from "../kit/problem";
import { apply } from "../kit/saga-step";
import type { Applied, Step } from "../kit/saga-step";

/** Which user a saga works on. */
export interface UserRequest {
  readonly user_id: number;
}

export type UserStep = Step<UserRequest>;

/** What the decision about a validation depends on. */
export interface Seen {
  readonly step: UserStep | undefined;
  readonly user: User | undefined;
  /** The saga that holds the user. */
  readonly owner: string | undefined;
}

/**
 * Decides whether a saga may work on a user, who is then locked for it.
 *
 * @throws Refusal when there is no such user, the user may not order, or another saga holds the user.
 */
export function validate({ step, user, owner }: Seen, wanted: Applied<UserRequest>): Applied<UserRequest> {
  const next = apply(step, wanted);
  if (next === step) return next;
  const { user_id: id } = wanted.request;
  if (user === undefined) throw new Refusal("not-found", `There is no user ${id}.`);
  if (user.status !== "active")
    throw new Refusal("not-eligible", `User ${id} is ${user.status}; only an active user can order.`);
  if (owner !== undefined)
    throw new Refusal("locked", `Saga ${owner} holds user ${id}. Try again when it has ended.`);
  return next;
}
