import type { JsonObject } from "../../provider/json";
import { listAt, numberAt, stringAt, valueAt } from "../../provider/json";
import { conditionOf, conditionText } from "./readiness";

const shownPods = 3;

/**
 * Why pods are not ready: what their containers wait for or died of, and that no node takes them.
 *
 * @returns one line per pod that has a reason, the first few.
 */
export function podReasons(pods: readonly JsonObject[]): readonly string[] {
  const lines = pods.flatMap((pod) => {
    if (stringAt(conditionOf(pod, "Ready"), "status") === "True") return [];
    const reasons = [...schedulingReasons(pod), ...containerReasons(pod)];
    const name = stringAt(pod, "metadata", "name") ?? "?";
    return reasons.length === 0 ? [] : [`pod ${name}: ${reasons.join("; ")}`];
  });
  const rest = lines.length - shownPods;
  return rest > 0 ? [...lines.slice(0, shownPods), `and ${rest} more pods`] : lines;
}

function schedulingReasons(pod: JsonObject): readonly string[] {
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled === undefined) return ["no scheduler has looked at it"];
  return stringAt(scheduled, "status") === "False" ? [conditionText(scheduled)] : [];
}

function containerReasons(pod: JsonObject): readonly string[] {
  const statuses = [
    ...listAt(pod, "status", "initContainerStatuses"),
    ...listAt(pod, "status", "containerStatuses"),
  ];
  return statuses.flatMap((container) => {
    const name = stringAt(container, "name") ?? "?";
    const waiting = stringAt(container, "state", "waiting", "reason");
    const died =
      valueAt(container, ["lastState", "terminated"]) ?? valueAt(container, ["state", "terminated"]);
    const exitCode = numberAt(died, ["exitCode"], 0);
    const restarts = numberAt(container, ["restartCount"], 0);
    const parts = [
      waiting === undefined || waiting === "PodInitializing"
        ? undefined
        : [waiting, stringAt(container, "state", "waiting", "message")].filter(Boolean).join(": "),
      exitCode === 0 ? undefined : `exit code ${exitCode} (${stringAt(died, "reason") ?? "Error"})`,
      restarts === 0 ? undefined : `${restarts} restarts`,
      stringAt(container, "state", "running", "startedAt") !== undefined &&
      valueAt(container, ["ready"]) === false
        ? "running, not ready"
        : undefined,
    ].filter((part) => part !== undefined);
    return parts.length === 0 ? [] : [`container ${name} ${parts.join(", ")}`];
  });
}

/** The newest warnings of the cluster about an object. */
export function eventReasons(events: readonly JsonObject[]): readonly string[] {
  const warnings = events.filter((event) => stringAt(event, "type") === "Warning");
  const time = (event: JsonObject) =>
    stringAt(event, "lastTimestamp") ??
    stringAt(event, "eventTime") ??
    stringAt(event, "metadata", "creationTimestamp") ??
    "";
  const newest = [...warnings].sort((one, other) => time(other).localeCompare(time(one)));
  const texts = newest.map((event) => conditionText(event));
  return [...new Set(texts)].slice(0, shownPods);
}
