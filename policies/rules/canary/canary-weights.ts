import { rulesForHost, subsetsOf } from "../../kit/istio/destination-rules";
import { routesOf } from "../../kit/istio/virtual-services";
import type { Route } from "../../kit/istio/virtual-services";
import { weightFaults } from "../../kit/istio/weights";
import { virtualServiceKind } from "../../kit/kinds";
import { exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { declaredService } from "../../kit/kubernetes/services";
import { versionLabel, versionsBehind } from "../../kit/kubernetes/versions";
import { defineRule } from "../../kit/rule";

const says = {
  unsplit: ({ field }: Route, versions: readonly string[]) => ({
    problem: `${field.path} sends plain requests to one subset of a service that runs versions ${versions.join(", ")}`,
    fix: `split ${field.path}.route over at least two subsets, with explicit weights`,
  }),
  unstable: ({ field }: Route, stable: string) => ({
    problem: `${field.path} splits requests without the stable subset ${stable}, the first of the DestinationRule`,
    fix: `add a destination with subset ${stable} to ${field.path}.route, if only with weight 0`,
  }),
};

export const canaryWeights = defineRule({
  code: "PM1204",
  name: "canary-weights",
  area: "canary",
  scope: "stack",
  severity: "critical",
  description:
    "Routes share requests out by explicit weights that add up to 100, and a canary keeps its stable subset.",
  fix: "Give each destination a weight, 100 in all, and keep the stable subset among them.",
  tags: ["istio", "canary"],
  config: { exemptNamespaces, versionLabel },
  on: [virtualServiceKind],

  check(virtualService, { config, stack, report }) {
    for (const route of routesOf(virtualService)) {
      for (const fault of weightFaults(route)) report(fault);
      for (const host of new Set(route.destinations.map((destination) => destination.host))) {
        const service = declaredService(stack, host);
        if (service === undefined || config.exemptNamespaces.includes(service.namespace)) continue;
        const versions = versionsBehind(stack, service, config.versionLabel);
        if (versions.length < 2) continue;
        const rule = rulesForHost(stack, host, service.namespace).effective?.resource;
        const stable = rule === undefined ? undefined : subsetsOf(rule)[0]?.name;
        const named = new Set(
          route.destinations.filter((to) => to.host === host).map(({ subset }) => subset),
        );
        if (named.size < 2 && !route.targeted) report(says.unsplit(route, versions));
        else if (named.size >= 2 && stable !== undefined && !named.has(stable))
          report(says.unstable(route, stable));
      }
    }
  },
});
