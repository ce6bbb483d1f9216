import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../provider/failures";
import type { JsonObject } from "../provider/json";
import { listAt, objectAt, stringAt, textOf } from "../provider/json";
import type { Operation } from "../provider/provider";
import { KindNotServed } from "./discovery";
import { keyFromId } from "./objects";
import type { Objects } from "./objects";
import { conditionText } from "./await/readiness";

const defaultSeconds = 300;
const pollMillis = 300;

const policies: Readonly<Record<string, string>> = {
  foreground: "Foreground",
  background: "Background",
  orphan: "Orphan",
};

/**
 * Deletes an object and waits until it is gone, with all that it owns unless the annotation
 * `pulumi.com/deletionPropagationPolicy` says otherwise.
 */
export async function removeObject(
  operation: Operation,
  id: string,
  state: JsonObject,
  objects: Objects,
): Promise<void> {
  const key = keyFromId(id, stringAt(state, "apiVersion") ?? "", stringAt(state, "kind") ?? "");
  const annotated = objectAt(state, "metadata", "annotations")["pulumi.com/deletionPropagationPolicy"];
  const policy = policies[textOf(annotated ?? "foreground").toLowerCase()] ?? "Foreground";
  const seconds = operation.timeoutSeconds ?? defaultSeconds;
  const until = Date.now() + seconds * 1000;
  try {
    if (!(await objects.delete(key, policy, operation.signal))) return;
    const uid = stringAt(state, "metadata", "uid");
    for (;;) {
      const live = await objects.get(key, operation.signal);
      // One of the same name with another uid is a new object of somebody else's.
      if (live === undefined || (uid !== undefined && stringAt(live, "metadata", "uid") !== uid)) return;
      const why = stuckReason(live);
      if (Date.now() > until) {
        throw new Refusal(`${key.kind} ${id} is not gone after ${seconds} s: ${why}`);
      }
      operation.progress(why);
      await sleep(pollMillis, undefined, { signal: operation.signal });
    }
  } catch (error) {
    // With its definition the object is gone too.
    if (error instanceof KindNotServed) return;
    throw error;
  }
}

/** What an object that is being deleted waits for. */
export function stuckReason(live: JsonObject): string {
  const conditions = listAt(live, "status", "conditions").filter(
    (condition) =>
      stringAt(condition, "status") === "True" &&
      /ContentRemaining|FinalizersRemaining|Failure|Terminating/.test(stringAt(condition, "type") ?? ""),
  );
  if (conditions.length > 0) return conditions.map(conditionText).join("; ");
  const finalizers = [...listAt(live, "metadata", "finalizers"), ...listAt(live, "spec", "finalizers")];
  if (finalizers.length === 0) return "waiting until it is gone";
  return `waiting for its finalizers ${finalizers.map(textOf).join(", ")}; what they stand for must run in the cluster`;
}
