import type { Json, JsonObject } from "../../provider/json";
import { listAt, numberAt, stringAt } from "../../provider/json";

/** How far an object is. */
export type Readiness =
  | { readonly state: "ready" }
  /** Not yet, and what it waits for. */
  | { readonly state: "waiting"; readonly reason: string }
  /** It will not become ready by waiting. */
  | { readonly state: "failed"; readonly reason: string };

export const ready: Readiness = { state: "ready" };

export function waiting(reason: string): Readiness {
  return { state: "waiting", reason };
}

export function failed(reason: string): Readiness {
  return { state: "failed", reason };
}

/** @returns the condition of a type in an object's status. */
export function conditionOf(object: JsonObject, type: string): Json | undefined {
  return listAt(object, "status", "conditions").find((condition) => stringAt(condition, "type") === type);
}

/** The reason and message of a condition, for people. */
export function conditionText(condition: Json | undefined): string {
  const parts = [stringAt(condition, "reason"), stringAt(condition, "message")];
  return parts.filter((part) => part !== undefined).join(": ");
}

/** Whether the status is of an older version of the object: its controller has not seen the last change. */
export function isStale(object: JsonObject): boolean {
  const generation = numberAt(object, ["metadata", "generation"], 0);
  return numberAt(object, ["status", "observedGeneration"], 0) < generation;
}
