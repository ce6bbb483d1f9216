import { isInjected } from "../../kit/istio/injection";
import { workloadKinds } from "../../kit/kinds";
import { declaredNamespace, exemptNamespaces } from "../../kit/kubernetes/namespaces";
import { defineRule } from "../../kit/rule";

const says = {
  undeclared: (namespace: string) => ({
    problem: `runs in namespace ${namespace}, which this stack does not declare, so nothing shows that it is injected`,
    fix: `declare Namespace ${namespace} with the label istio-injection: "enabled"`,
  }),
  uninjected: (namespace: string) => ({
    problem: `runs in namespace ${namespace}, which does not take its pods into the mesh`,
    fix: `add the label istio-injection: "enabled" to Namespace ${namespace}`,
  }),
};

export const workloadInMeshNamespace = defineRule({
  code: "PM1003",
  name: "workload-in-mesh-namespace",
  area: "injection",
  scope: "stack",
  severity: "critical",
  description:
    "Every workload runs in a namespace that the stack declares and that takes its pods into the mesh.",
  fix: 'Declare the workload\'s Namespace in the stack with the label istio-injection: "enabled".',
  tags: ["istio", "injection", "mtls"],
  config: {
    exemptNamespaces,
    namespacesElsewhere: {
      type: "strings",
      default: [],
      description: "Namespaces of the mesh that are declared, and judged, outside the stack.",
    },
  },
  on: workloadKinds,

  check(workload, { config, stack, report }) {
    const { namespace } = workload;
    if (config.exemptNamespaces.includes(namespace)) return;
    const declared = declaredNamespace(stack, namespace);
    if (declared !== undefined) {
      if (!isInjected(declared)) report(says.uninjected(namespace));
    } else if (!config.namespacesElsewhere.includes(namespace)) {
      report(says.undeclared(namespace));
    }
  },
});
