import type { Field } from "../../kit/field";
import { workloadKinds } from "../../kit/kinds";
import { exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { podTemplate } from "../../kit/kubernetes/workloads";
import { defineRule } from "../../kit/rule";

const INJECT = "sidecar.istio.io/inject";

const says = {
  optOut: (field: Field) => ({
    problem: `opts out of the mesh: ${field.path} is ${field.shown}`,
    fix: `remove ${INJECT} from the pod template`,
  }),
  dataplane: (field: Field) => ({
    problem: `opts out of the mesh: ${field.path} is ${field.shown}`,
    fix: "remove istio.io/dataplane-mode from the pod template",
  }),
  hostNetwork: (field: Field) => ({
    problem: `opts out of the mesh: ${field.path} is true, and no sidecar is injected into the node's own network`,
    fix: `remove ${field.path}`,
  }),
};

export const podInjectionOptOut = defineRule({
  code: "PM1002",
  name: "pod-injection-opt-out",
  area: "injection",
  scope: "resource",
  severity: "critical",
  description: "No workload of the mesh opts its pods out of sidecar injection.",
  fix: `Remove ${INJECT} and hostNetwork from the pod template.`,
  tags: ["istio", "injection", "mtls"],
  config: { exemptNamespaces },
  on: workloadKinds,

  check(workload, { config, report }) {
    const template = podTemplate(workload);
    const faults = [
      ...[template.at("metadata", "labels", INJECT), template.at("metadata", "annotations", INJECT)]
        .filter((field) => (field.text() ?? "true") !== "true")
        .map(says.optOut),
      ...[template.at("metadata", "labels", "istio.io/dataplane-mode")]
        .filter((field) => field.text() === "none")
        .map(says.dataplane),
      ...[template.at("spec", "hostNetwork")].filter((field) => field.flag() === true).map(says.hostNetwork),
    ];
    if (faults.length === 0 || config.exemptNamespaces.includes(workload.namespace)) return;
    for (const fault of faults) report(fault);
  },
});
