import { testRule } from "../../kit/testing/rule-tester";
import { workloadInMeshNamespace } from "./workload-in-mesh-namespace";

const namespace = (labels: string) =>
  `{ apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: ${labels} } }`;
const job = "{ apiVersion: batch/v1, kind: Job, metadata: { name: once, namespace: shop } }";

testRule(workloadInMeshNamespace, {
  good: {
    "in an injected namespace": [namespace("{ istio-injection: enabled }"), job].join("\n---\n"),
    "in a namespace of a revision": [namespace("{ istio.io/rev: stable }"), job].join("\n---\n"),
    "in a system namespace": "{ apiVersion: v1, kind: Pod, metadata: { name: dns, namespace: kube-system } }",
    "in a namespace that is judged elsewhere": { yaml: job, config: { namespacesElsewhere: ["shop"] } },
  },
  bad: {
    "in a namespace without the label": {
      yaml: [namespace("{}"), job].join("\n---\n"),
      findings: [
        "Job shop/once: runs in namespace shop, which does not take its pods into the mesh. " +
          'Fix: add the label istio-injection: "enabled" to Namespace shop.',
      ],
    },
    "in a namespace that nothing declares": {
      yaml: job,
      findings: [
        "Job shop/once: runs in namespace shop, which this stack does not declare, so nothing shows that it is injected. " +
          'Fix: declare Namespace shop with the label istio-injection: "enabled".',
      ],
    },
    "in the default namespace, without saying so": {
      yaml: "{ apiVersion: v1, kind: Pod, metadata: { name: api } }",
      findings: [
        "Pod default/api: runs in namespace default, which this stack does not declare, so nothing shows that it is injected. " +
          'Fix: declare Namespace default with the label istio-injection: "enabled".',
      ],
    },
  },
});
