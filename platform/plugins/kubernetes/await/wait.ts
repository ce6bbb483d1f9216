import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../provider/json";
import { objectAt } from "../../provider/json";
import type { Operation } from "../../provider/provider";
import { keyOf } from "../objects";
import type { Objects } from "../objects";
import { explain, judgeOf } from "./judge";

const defaultSeconds = 600;
const pollMillis = 400;
/** How often the reasons are asked for while it lasts: they cost some calls. */
const explainMillis = 4000;

/** How waiting ended: the object as it is now, and why it is not ready; no reasons when it is. */
export interface Waited {
  readonly live: JsonObject;
  readonly reasons: readonly string[];
}

/** Waits until an object is ready, and says in the meantime what it waits for. */
export async function waitUntilReady(
  operation: Operation,
  stored: JsonObject,
  objects: Objects,
): Promise<Waited> {
  const judge = judgeOf(stored);
  if (judge === undefined) return { live: stored, reasons: [] };
  const seconds = timeoutOf(operation, stored);
  const until = Date.now() + seconds * 1000;
  const { kind, name } = keyOf(stored);
  let live = stored;
  let explained = 0;
  for (;;) {
    const readiness = await judge(live, objects, operation.signal);
    if (readiness.state === "ready") return { live, reasons: [] };
    const why = (): Promise<readonly string[]> => explain(live, objects, operation.signal).catch(() => []);
    if (readiness.state === "failed") {
      return { live, reasons: [`${kind} ${name}: ${readiness.reason}`, ...(await why())] };
    }
    if (Date.now() > until) {
      const first = `${kind} ${name} was not ready within ${seconds} s: ${readiness.reason}`;
      return { live, reasons: [first, ...(await why())] };
    }
    if (Date.now() - explained > explainMillis) {
      explained = Date.now();
      operation.progress([readiness.reason, ...(await why())].join("; "));
    }
    try {
      await sleep(pollMillis, undefined, { signal: operation.signal });
    } catch {
      return { live, reasons: [`${kind} ${name}: waiting was cancelled: ${readiness.reason}`] };
    }
    const found = await objects.get(keyOf(stored), operation.signal);
    if (found === undefined) return { live, reasons: [`${kind} ${name} was deleted by somebody else`] };
    live = found;
  }
}

/** The resource option `customTimeouts` first, then the annotation, then 10 minutes. */
export function timeoutOf(operation: Pick<Operation, "timeoutSeconds">, object: JsonObject): number {
  const annotated = Number(objectAt(object, "metadata", "annotations")["pulumi.com/timeoutSeconds"] ?? NaN);
  if (operation.timeoutSeconds !== undefined) return operation.timeoutSeconds;
  return Number.isFinite(annotated) && annotated > 0 ? annotated : defaultSeconds;
}
