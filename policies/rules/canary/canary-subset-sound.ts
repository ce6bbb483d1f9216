import { subsetsOf } from "../../kit/istio/destination-rules";
import type { Subset } from "../../kit/istio/destination-rules";
import { resolveHost } from "../../kit/istio/hosts";
import { destinationRuleKind } from "../../kit/kinds";
import { exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { declaredService, podSelector } from "../../kit/kubernetes/services";
import { contains, showLabels, workloadsSelectedBy } from "../../kit/kubernetes/workloads";
import { defineRule } from "../../kit/rule";

const called = ({ field }: Subset) => `${field.path} (name ${field.at("name").shown})`;

const says = {
  incomplete: (subset: Subset, what: "name" | "labels") => ({
    problem: `${called(subset)} has no ${what}`,
    fix: `add ${subset.field.at(what).path}`,
  }),
  repeated: (subset: Subset, what: "name" | "labels", earlier: Subset) => ({
    problem: `${called(subset)} has the same ${what} as ${called(earlier)}`,
    fix: `change ${subset.field.at(what).path}, or remove one of the two`,
  }),
  unbacked: (subset: Subset, service: string) => ({
    problem: `${called(subset)} picks no workload of ${service} (${showLabels(subset.labels)}), so its share gets 503`,
    fix: "deploy a workload with these labels, or remove the subset and the routes to it",
  }),
};

export const canarySubsetSound = defineRule({
  code: "PM1202",
  name: "canary-subset-sound",
  area: "canary",
  scope: "stack",
  severity: "critical",
  description: "Subsets have names and labels, each its own, and a workload that carries the labels.",
  fix: "Give each subset a name and labels of its own that a workload's pod template carries.",
  tags: ["istio", "canary"],
  config: { exemptNamespaces },
  on: [destinationRuleKind],

  check(rule, { config, stack, report }) {
    const subsets = subsetsOf(rule);
    if (subsets.length === 0) return;
    const service = declaredService(stack, resolveHost(rule.at("spec", "host").text() ?? "", rule.namespace));
    if (config.exemptNamespaces.includes(service?.namespace ?? rule.namespace)) return;
    const workloads =
      service === undefined ? undefined : workloadsSelectedBy(stack, service.namespace, podSelector(service));

    subsets.forEach((subset, index) => {
      const before = subsets.slice(0, index);
      const sameName = before.find(({ name }) => name === subset.name);
      const sameLabels = before.find(
        ({ labels }) => contains(labels, subset.labels) && contains(subset.labels, labels),
      );
      if (!subset.name) report(says.incomplete(subset, "name"));
      else if (sameName !== undefined) report(says.repeated(subset, "name", sameName));

      if (subset.labels.size === 0) report(says.incomplete(subset, "labels"));
      else if (sameLabels !== undefined) report(says.repeated(subset, "labels", sameLabels));
      else if (workloads?.some(({ labels }) => contains(labels, subset.labels)) === false) {
        report(says.unbacked(subset, service?.title ?? ""));
      }
    });
  },
});
