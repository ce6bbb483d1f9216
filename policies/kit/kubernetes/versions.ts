import type { Setting } from "../config";
import type { Resource } from "../resource";
import type { Stack } from "../stack";
import { podSelector } from "./services";
import { workloadsSelectedBy } from "./workloads";

/** The setting by which every rule knows what tells versions apart. */
export const versionLabel = {
  type: "text",
  default: "version",
  description: "The pod label that tells the versions of a service apart.",
} as const satisfies Setting;

/** The distinct versions that run behind a Service, in the order of their workloads. */
export function versionsBehind(stack: Stack, service: Resource, label: string): string[] {
  const workloads = workloadsSelectedBy(stack, service.namespace, podSelector(service));
  const versions = workloads.map(({ labels }) => labels.get(label) ?? "");
  return [...new Set(versions)].filter((version) => version !== "");
}
