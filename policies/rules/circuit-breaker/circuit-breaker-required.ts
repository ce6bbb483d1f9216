import { rulesForHost } from "../../kit/istio/destination-rules";
import type { DestinationRule } from "../../kit/istio/destination-rules";
import { serviceHost } from "../../kit/istio/hosts";
import { serviceKind } from "../../kit/kinds";
import { exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { podSelector } from "../../kit/kubernetes/services";
import { defineRule } from "../../kit/rule";

const titles = (rules: readonly DestinationRule[]) =>
  rules.map(({ resource }) => resource.title).join(" and ");

const says = {
  none: (host: string) => ({
    problem: `has no circuit breaker: no DestinationRule is for host ${host}`,
    fix: `declare a DestinationRule with host ${host}, connectionPool and outlierDetection`,
  }),
  misspelt: (rules: readonly DestinationRule[], host: string) => ({
    problem: `has no circuit breaker: ${titles(rules)} has a host that Istio does not complete to ${host}`,
    fix: `set spec.host to ${host}`,
  }),
  elsewhere: (rules: readonly DestinationRule[], namespace: string) => ({
    problem: `has a circuit breaker for some callers only: ${titles(rules)} is not in the service's namespace`,
    fix: `move it to namespace ${namespace}`,
  }),
  several: (rules: readonly DestinationRule[], host: string) => ({
    problem: `has ${rules.length} DestinationRules for host ${host}, of which one may hide the others: ${titles(rules)}`,
    fix: "merge them into one",
  }),
};

export const circuitBreakerRequired = defineRule({
  code: "PM1101",
  name: "circuit-breaker-required",
  area: "circuit-breaker",
  scope: "stack",
  severity: "critical",
  description: "Every service of the mesh has exactly one DestinationRule to carry its circuit breaker.",
  fix: "Declare one DestinationRule for the service's host, in the service's namespace.",
  tags: ["istio", "circuit-breaker", "resilience"],
  config: { exemptNamespaces },
  on: [serviceKind],

  check(service, { config, stack, report }) {
    if (podSelector(service).size === 0 || config.exemptNamespaces.includes(service.namespace)) return;
    const host = serviceHost(service);
    const { named, effective, misspelt } = rulesForHost(stack, host, service.namespace);
    if (named.length > 1) report(says.several(named, host));
    else if (effective !== undefined) return;
    else if (named.length === 1) report(says.elsewhere(named, service.namespace));
    else if (misspelt.length > 0) report(says.misspelt(misspelt, host));
    else report(says.none(host));
  },
});
