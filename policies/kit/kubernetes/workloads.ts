import type { Field } from "../field";
import { workloadKinds } from "../kinds";
import type { Resource } from "../resource";
import { Index } from "../stack";
import type { Stack } from "../stack";

/** A workload and the labels of its pods. */
export interface Workload {
  readonly resource: Resource;
  readonly labels: ReadonlyMap<string, string>;
}

/** What a workload's pods are made from. A Pod is its own template. */
export function podTemplate(workload: Resource): Field {
  if (workload.kind.kind === "Pod") return workload.at();
  if (workload.kind.kind === "CronJob") return workload.at("spec", "jobTemplate", "spec", "template");
  return workload.at("spec", "template");
}

/** The workloads of a namespace whose pods a selector matches. An empty selector matches none. */
export function workloadsSelectedBy(
  stack: Stack,
  namespace: string,
  selector: ReadonlyMap<string, string>,
): readonly Workload[] {
  const index = stack.once(indexWorkloads);
  const [rarest = []] = [...selector]
    .map(([key, value]) => index.get(labelKey(namespace, key, value)))
    .sort((a, b) => a.length - b.length);
  return rarest.filter(({ labels }) => contains(labels, selector));
}

/** Whether `labels` has every pair of `wanted`. */
export function contains(labels: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): boolean {
  return [...wanted].every(([key, value]) => labels.get(key) === value);
}

/** Labels for people: `app=user-service,version=v1`. */
export function showLabels(labels: ReadonlyMap<string, string>): string {
  return [...labels].map(([key, value]) => `${key}=${value}`).join(",");
}

function indexWorkloads(stack: Stack): Index<Workload> {
  return new Index<Workload>(stack.ofKind(...workloadKinds), (resource) => {
    const labels = podTemplate(resource).at("metadata", "labels").labels();
    const { namespace } = resource;
    return [...labels].map(([key, value]) => [labelKey(namespace, key, value), { resource, labels }]);
  });
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}
