import type { JsonObject } from "../../provider/json";
import { numberAt, objectAt, stringAt } from "../../provider/json";
import { conditionOf, conditionText, failed, isStale, ready, waiting } from "./readiness";
import type { Readiness } from "./readiness";

const notSeen = waiting("waiting for the controller to see the change");

export function deploymentReadiness(deployment: JsonObject): Readiness {
  if (isStale(deployment)) return notSeen;
  const progressing = conditionOf(deployment, "Progressing");
  if (stringAt(progressing, "reason") === "ProgressDeadlineExceeded") {
    return failed(conditionText(progressing));
  }
  const wanted = numberAt(deployment, ["spec", "replicas"], 1);
  const count = (name: string) => numberAt(deployment, ["status", name], 0);
  if (count("updatedReplicas") < wanted) {
    const failure = conditionText(conditionOf(deployment, "ReplicaFailure"));
    const shown = `${count("updatedReplicas")} of ${wanted} pods made`;
    return waiting(failure === "" ? shown : `${shown}; ${failure}`);
  }
  if (count("replicas") > count("updatedReplicas")) {
    return waiting(`${count("replicas") - count("updatedReplicas")} old pods are still there`);
  }
  if (count("availableReplicas") < wanted) {
    return waiting(`${count("availableReplicas")} of ${wanted} pods available`);
  }
  return ready;
}

export function statefulSetReadiness(set: JsonObject): Readiness {
  if (isStale(set)) return notSeen;
  const wanted = numberAt(set, ["spec", "replicas"], 1);
  const readyPods = numberAt(set, ["status", "readyReplicas"], 0);
  if (readyPods < wanted) return waiting(`${readyPods} of ${wanted} pods ready`);
  if (stringAt(set, "spec", "updateStrategy", "type") === "OnDelete") return ready;
  const partition = numberAt(set, ["spec", "updateStrategy", "rollingUpdate", "partition"], 0);
  const updated = numberAt(set, ["status", "updatedReplicas"], 0);
  const status = objectAt(set, "status");
  const isDone = status["currentRevision"] === status["updateRevision"] || updated >= wanted - partition;
  return isDone ? ready : waiting(`${updated} of ${wanted - partition} pods updated`);
}

export function daemonSetReadiness(set: JsonObject): Readiness {
  if (isStale(set)) return notSeen;
  const count = (name: string) => numberAt(set, ["status", name], 0);
  const wanted = count("desiredNumberScheduled");
  if (
    stringAt(set, "spec", "updateStrategy", "type") !== "OnDelete" &&
    count("updatedNumberScheduled") < wanted
  ) {
    return waiting(`${count("updatedNumberScheduled")} of ${wanted} pods updated`);
  }
  if (count("numberAvailable") < wanted)
    return waiting(`${count("numberAvailable")} of ${wanted} pods available`);
  return ready;
}

export function replicaSetReadiness(set: JsonObject): Readiness {
  if (isStale(set)) return notSeen;
  const wanted = numberAt(set, ["spec", "replicas"], 1);
  const available = numberAt(set, ["status", "availableReplicas"], 0);
  return available >= wanted ? ready : waiting(`${available} of ${wanted} pods available`);
}

export function jobReadiness(job: JsonObject): Readiness {
  const failure = conditionOf(job, "Failed");
  if (stringAt(failure, "status") === "True") return failed(conditionText(failure));
  if (stringAt(conditionOf(job, "Complete"), "status") === "True") return ready;
  const [done, wanted] = [
    numberAt(job, ["status", "succeeded"], 0),
    numberAt(job, ["spec", "completions"], 1),
  ];
  return waiting(`${done} of ${wanted} pods completed`);
}

export function podReadiness(pod: JsonObject): Readiness {
  const phase = stringAt(pod, "status", "phase") ?? "Pending";
  if (phase === "Succeeded") return ready;
  if (phase === "Failed") return failed(stringAt(pod, "status", "message") ?? "the pod failed");
  if (stringAt(conditionOf(pod, "Ready"), "status") === "True") return ready;
  return waiting(`the pod is ${phase}`);
}
