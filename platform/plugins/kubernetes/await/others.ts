import type { JsonObject } from "../../provider/json";
import { listAt, objectAt, stringAt, textOf, valueAt } from "../../provider/json";
import { conditionOf, conditionText, failed, ready, waiting } from "./readiness";
import type { Readiness } from "./readiness";

export function namespaceReadiness(namespace: JsonObject): Readiness {
  const phase = stringAt(namespace, "status", "phase");
  return phase === "Active" ? ready : waiting(`the namespace is ${phase ?? "new"}`);
}

/** @param pending the storage class makes the volume only when a pod uses the claim. */
export function claimReadiness(claim: JsonObject, pending: boolean): Readiness {
  const phase = stringAt(claim, "status", "phase") ?? "Pending";
  if (phase === "Bound" || (pending && phase === "Pending")) return ready;
  if (phase === "Lost") return failed("its volume is lost");
  return waiting("no volume is bound to it");
}

export function definitionReadiness(definition: JsonObject): Readiness {
  const refused = conditionOf(definition, "NamesAccepted");
  if (stringAt(refused, "status") === "False") return failed(conditionText(refused));
  const isEstablished = stringAt(conditionOf(definition, "Established"), "status") === "True";
  return isEstablished ? ready : waiting("the API server does not serve it yet");
}

/** Whether pods are meant to stand behind a Service. Without a selector, somebody else gives it its endpoints. */
export function hasPods(service: JsonObject): boolean {
  return (
    stringAt(service, "spec", "type") !== "ExternalName" &&
    Object.keys(objectAt(service, "spec", "selector")).length > 0 &&
    // A headless Service is a list of names; it may well be empty.
    stringAt(service, "spec", "clusterIP") !== "None"
  );
}

/** @param slices the EndpointSlices of the Service. */
export function serviceReadiness(service: JsonObject, slices: readonly JsonObject[]): Readiness {
  const addresses = listAt(service, "status", "loadBalancer", "ingress");
  if (stringAt(service, "spec", "type") === "LoadBalancer" && addresses.length === 0) {
    return waiting("no load balancer has given it an address");
  }
  if (!hasPods(service)) return ready;
  const endpoints = slices.flatMap((slice) => listAt(slice, "endpoints"));
  if (endpoints.some((endpoint) => valueAt(endpoint, ["conditions", "ready"]) === true)) return ready;
  const selector = Object.entries(objectAt(service, "spec", "selector"))
    .map(([label, value]) => `${label}=${textOf(value)}`)
    .join(",");
  return waiting(
    endpoints.length === 0
      ? `no pod matches its selector ${selector}`
      : `none of its ${endpoints.length} pods is ready`,
  );
}
