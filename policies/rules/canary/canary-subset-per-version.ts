import { rulesForHost, subsetsOf } from "../../kit/istio/destination-rules";
import { serviceHost } from "../../kit/istio/hosts";
import { serviceKind } from "../../kit/kinds";
import { exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { podSelector } from "../../kit/kubernetes/services";
import { versionLabel, versionsBehind } from "../../kit/kubernetes/versions";
import { contains, workloadsSelectedBy } from "../../kit/kubernetes/workloads";
import { defineRule } from "../../kit/rule";

const says = {
  unversioned: (label: string) => ({
    problem: `has no label ${label} on its pods, so no subset can pick them out`,
    fix: `add the label ${label}, such as ${label}: v1, to the pod template`,
  }),
  noSubset: (label: string, version: string, where: string) => ({
    problem: `runs ${label} ${version}, for which ${where} has no subset`,
    fix: `add the subset {name: ${version}, labels: {${label}: ${version}}} to the service's DestinationRule`,
  }),
};

export const canarySubsetPerVersion = defineRule({
  code: "PM1201",
  name: "canary-subset-per-version",
  area: "canary",
  scope: "stack",
  severity: "critical",
  description: "Every version that runs behind a service of the mesh has a subset of its own.",
  fix: "Give the service's DestinationRule one subset per version label of its workloads.",
  tags: ["istio", "canary"],
  config: { exemptNamespaces, versionLabel },
  on: [serviceKind],

  check(service, { config, stack, report }) {
    const { namespace } = service;
    const selector = podSelector(service);
    if (selector.size === 0 || config.exemptNamespaces.includes(namespace)) return;
    const workloads = workloadsSelectedBy(stack, namespace, selector);
    const versionOf = (labels: ReadonlyMap<string, string>) => labels.get(config.versionLabel) ?? "";
    for (const { resource, labels } of workloads) {
      if (versionOf(labels) === "") report(says.unversioned(config.versionLabel), resource);
    }

    const rule = rulesForHost(stack, serviceHost(service), namespace).effective?.resource;
    const subsets = rule === undefined ? [] : subsetsOf(rule);
    for (const version of versionsBehind(stack, service, config.versionLabel)) {
      const pods = workloads.filter(({ labels }) => versionOf(labels) === version);
      const covered = subsets.some(
        ({ labels }) => versionOf(labels) === version && pods.every((pod) => contains(pod.labels, labels)),
      );
      if (!covered) report(says.noSubset(config.versionLabel, version, rule?.title ?? "no DestinationRule"));
    }
  },
});
