import { defineRule } from "../../kit/rule";
import { namespaceKind } from "../../kit/kinds";
import { exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { injectionFamilies } from "../../kit/istio/injection";
import type { InjectionFamily } from "../../kit/istio/injection";

const says = {
  none: {
    problem: "has no sidecar injection label, so its pods run outside the mesh",
    fix: 'add the label istio-injection: "enabled"',
  },
  mixture: (labels: string) => ({
    problem: `mixes injection labels (${labels}), of which only one can hold`,
    fix: "keep exactly one of them",
  }),
  ambient: (label: string) => ({
    problem: `joins the mesh without sidecars (${label}), which this pack does not allow`,
    fix: 'use the label istio-injection: "enabled" in its place',
  }),
  value: ({ label, shown, legal }: InjectionFamily) => ({
    problem: `has label ${label} ${shown}, which does not put its pods into the mesh`,
    fix: `set ${label} to ${legal}`,
  }),
};

export const namespaceInjection = defineRule({
  code: "PM1001",
  name: "namespace-injection",
  area: "injection",
  scope: "resource",
  severity: "critical",
  description: "Every namespace of the mesh carries exactly one sidecar injection label.",
  fix: 'Add the label istio-injection: "enabled" (or istio.io/rev) to the Namespace, and no second one.',
  tags: ["istio", "injection", "mtls"],
  config: {
    exemptNamespaces,
    allowAmbient: {
      type: "flag",
      default: false,
      description:
        "Whether a namespace may join the mesh without sidecars, by istio.io/dataplane-mode: ambient.",
    },
  },
  on: [namespaceKind],

  check(namespace, { config, report }) {
    const [family, ...others] = injectionFamilies(namespace);
    const faults = [];
    if (family === undefined) faults.push(says.none);
    else if (others.length > 0)
      faults.push(says.mixture([family, ...others].map(({ label }) => label).join(", ")));
    else if (!family.joins) faults.push(says.value(family));
    else if (family.ambient && !config.allowAmbient) faults.push(says.ambient(family.label));

    if (faults.length === 0 || config.exemptNamespaces.includes(namespace.name)) return;
    for (const fault of faults) report(fault);
  },
});
