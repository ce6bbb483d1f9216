import { isDeepStrictEqual } from "node:util";
import { Refusal } from "./problem";

/** A service did its step of a saga. */
export interface Applied<R> {
  readonly status: "applied";
  readonly sagaId: string;
  /** Names what the step made: an order, a payment, a lock. */
  readonly id: string;
  readonly request: R;
  /** When, ISO 8601. */
  readonly at: string;
}

/** A service undid its step of a saga, or was asked to before it ever did it. */
export interface Undone<R> {
  readonly status: "undone";
  readonly sagaId: string;
  readonly undid: Applied<R> | undefined;
  readonly at: string;
}

/** What a service knows of its step of one saga. */
export type Step<R> = Applied<R> | Undone<R>;

/**
 * Decides a request to do the step. A repeated request changes nothing and gets what the first one made.
 *
 * @param seen what is known of this saga's step so far.
 * @param wanted what the step becomes if it may be done.
 * @throws Refusal when the saga did the step with another payload, or has undone it: a late call must not
 *   bring back what was compensated.
 */
export function apply<R>(seen: Step<R> | undefined, wanted: Applied<R>): Applied<R> {
  if (seen === undefined) return wanted;
  switch (seen.status) {
    case "undone":
      throw new Refusal(
        "step-undone",
        `Saga ${seen.sagaId} undid this step at ${seen.at}. Start another saga.`,
      );
    case "applied":
      if (isDeepStrictEqual(seen.request, wanted.request)) return seen;
      throw new Refusal(
        "payload-differs",
        `Saga ${seen.sagaId} did this step with ${JSON.stringify(seen.request)}, not with ${JSON.stringify(wanted.request)}. Start another saga.`,
      );
  }
}

/** Decides a request to undo the step. Undoing what was never done is recorded, so that a late call is refused. */
export function undo<R>(seen: Step<R> | undefined, sagaId: string, at: string): Undone<R> {
  if (seen?.status === "undone") return seen;
  return { status: "undone", sagaId, undid: seen, at };
}

/** @returns what the step made, also when it was undone since. */
export function made<R>(step: Step<R>): Applied<R> | undefined {
  return step.status === "applied" ? step : step.undid;
}
