import type { JsonObject } from "../../provider/json";
import { objectAt, stringAt } from "../../provider/json";
import { keyOf } from "../objects";
import type { Objects } from "../objects";
import { groupOf } from "../type-token";
import { claimReadiness, definitionReadiness, hasPods, namespaceReadiness, serviceReadiness } from "./others";
import { eventReasons, podReasons } from "./pod-reasons";
import type { Readiness } from "./readiness";
import * as workloads from "./workloads";

type Judge = (object: JsonObject, objects: Objects, signal: AbortSignal) => Readiness | Promise<Readiness>;

/** The kinds that take time to become ready, by group and kind. Every other object is ready when it is stored. */
const judges: Readonly<Record<string, Judge>> = {
  "apps/Deployment": workloads.deploymentReadiness,
  "apps/StatefulSet": workloads.statefulSetReadiness,
  "apps/DaemonSet": workloads.daemonSetReadiness,
  "apps/ReplicaSet": workloads.replicaSetReadiness,
  "batch/Job": workloads.jobReadiness,
  "/Pod": workloads.podReadiness,
  "/Namespace": namespaceReadiness,
  "apiextensions.k8s.io/CustomResourceDefinition": definitionReadiness,
  "/Service": async (service, objects, signal) => {
    const slices = hasPods(service) ? await slicesOf(service, objects, signal) : [];
    return serviceReadiness(service, slices);
  },
  "/PersistentVolumeClaim": async (claim, objects, signal) => {
    const name = stringAt(claim, "spec", "storageClassName");
    const storageClass =
      name === undefined
        ? undefined
        : await objects.get(
            { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", namespace: undefined, name },
            signal,
          );
    return claimReadiness(claim, storageClass?.["volumeBindingMode"] === "WaitForFirstConsumer");
  },
};

/** @returns how to tell that an object is ready, or undefined when there is nothing to wait for. */
export function judgeOf(object: JsonObject): Judge | undefined {
  const annotations = objectAt(object, "metadata", "annotations");
  if (annotations["pulumi.com/skipAwait"] === "true") return undefined;
  return judges[`${groupOf(stringAt(object, "apiVersion") ?? "")}/${stringAt(object, "kind") ?? ""}`];
}

/** What the cluster says about an object that does not become ready: its pods' troubles, and its warnings. */
export async function explain(
  object: JsonObject,
  objects: Objects,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { namespace } = keyOf(object);
  if (namespace === undefined) return [];
  const labels = selectorText(objectAt(object, "spec", "selector"));
  const pod = { apiVersion: "v1", kind: "Pod", namespace };
  const pods =
    stringAt(object, "kind") === "Pod"
      ? [object]
      : labels === ""
        ? []
        : await objects.list(pod, { labels }, signal);
  const event = { apiVersion: "v1", kind: "Event", namespace };
  const about = [object, ...pods].slice(0, 4).map((each) => stringAt(each, "metadata", "uid") ?? "");
  const events = await Promise.all(
    about.map((uid) => objects.list(event, { fields: `involvedObject.uid=${uid}` }, signal)),
  );
  return [...podReasons(pods), ...eventReasons(events.flat())];
}

function slicesOf(
  service: JsonObject,
  objects: Objects,
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const { namespace, name } = keyOf(service);
  const slice = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", namespace };
  return objects.list(slice, { labels: `kubernetes.io/service-name=${name}` }, signal);
}

/** A workload's selector has `matchLabels`; a Service's is the labels themselves. */
function selectorText(selector: JsonObject): string {
  const labels = "matchLabels" in selector ? objectAt(selector, "matchLabels") : selector;
  return Object.entries(labels)
    .flatMap(([label, value]) => (typeof value === "string" ? [`${label}=${value}`] : []))
    .join(",");
}
