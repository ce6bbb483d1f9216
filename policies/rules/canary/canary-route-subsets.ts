import { rulesForHost, subsetsOf } from "../../kit/istio/destination-rules";
import { completedHost } from "../../kit/istio/hosts";
import { mirrorsOf, routesOf } from "../../kit/istio/virtual-services";
import type { Destination } from "../../kit/istio/virtual-services";
import { virtualServiceKind } from "../../kit/kinds";
import { exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { declaredService } from "../../kit/kubernetes/services";
import type { Resource } from "../../kit/resource";
import { defineRule } from "../../kit/rule";

const says = {
  undefinedSubset: ({ field, host }: Destination, rule: Resource | undefined, known: string) => ({
    problem:
      `${field.path}.subset is ${field.at("subset").shown}, which ` +
      (rule === undefined
        ? `no DestinationRule for ${host} defines`
        : `${rule.title} does not define (it has ${known || "none"})`),
    fix: "name a subset that exists, or add this one to the DestinationRule",
  }),
  noSubset: ({ field }: Destination, known: string) => ({
    problem: `${field.path} names no subset, so requests go to every version at once`,
    fix: `set ${field.path}.subset to one of ${known}`,
  }),
  shortHost: ({ field }: Destination, full: string) => ({
    problem: `${field.path}.host is ${field.at("host").shown}, which Istio does not complete to ${full}`,
    fix: `set ${field.path}.host to ${full}`,
  }),
};

export const canaryRouteSubsets = defineRule({
  code: "PM1203",
  name: "canary-route-subsets",
  area: "canary",
  scope: "stack",
  severity: "critical",
  description:
    "Every route to a service of the mesh names a subset that the service's DestinationRule defines.",
  fix: "Name a subset in each destination, and define it in the host's DestinationRule.",
  tags: ["istio", "canary", "IST0101"],
  config: { exemptNamespaces },
  on: [virtualServiceKind],

  check(virtualService, { config, stack, report }) {
    const routed = routesOf(virtualService).flatMap(({ destinations }) => destinations);
    for (const destination of [...routed, ...mirrorsOf(virtualService)]) {
      const { host, subset } = destination;
      const meant = completedHost(host);
      if (meant !== undefined && declaredService(stack, meant) !== undefined) {
        report(says.shortHost(destination, meant));
        continue;
      }
      const namespace = declaredService(stack, host)?.namespace ?? virtualService.namespace;
      const rule = rulesForHost(stack, host, namespace).effective?.resource;
      const names = rule === undefined ? [] : subsetsOf(rule).map(({ name }) => name ?? "");
      const known = names.join(", ");

      if (subset !== undefined && subset !== "") {
        if (!names.includes(subset)) report(says.undefinedSubset(destination, rule, known));
      } else if (names.length > 0 && !config.exemptNamespaces.includes(namespace)) {
        report(says.noSubset(destination, known));
      }
    }
  },
});
