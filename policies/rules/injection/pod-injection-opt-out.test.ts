import { testRule } from "../../kit/testing/rule-tester";
import { podInjectionOptOut } from "./pod-injection-opt-out";

const deployment = (template: string, namespace = "shop") =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: api, namespace: ${namespace} }, spec: { template: ${template} } }`;

const optOut = (path: string, shown: string) =>
  `Deployment shop/api: opts out of the mesh: ${path} is ${shown}. Fix: remove sidecar.istio.io/inject from the pod template.`;

testRule(podInjectionOptOut, {
  good: {
    "nothing said": deployment("{ metadata: { labels: { app: api } }, spec: { hostNetwork: false } }"),
    "no template at all": "{ apiVersion: batch/v1, kind: Job, metadata: { name: once } }",
    "asked for by name": deployment('{ metadata: { labels: { sidecar.istio.io/inject: "true" } } }'),
    "an opt-out outside the mesh": deployment("{ spec: { hostNetwork: true } }", "kube-system"),
    "an annotation that is not on the pods": `
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: api, annotations: { sidecar.istio.io/inject: "false" } }`,
  },
  bad: {
    "a label": {
      yaml: deployment('{ metadata: { labels: { sidecar.istio.io/inject: "false" } } }'),
      findings: [optOut('spec.template.metadata.labels["sidecar.istio.io/inject"]', '"false"')],
    },
    "an annotation": {
      yaml: deployment('{ metadata: { annotations: { sidecar.istio.io/inject: "no" } } }'),
      findings: [optOut('spec.template.metadata.annotations["sidecar.istio.io/inject"]', '"no"')],
    },
    "out of the sidecar-less mesh": {
      yaml: deployment("{ metadata: { labels: { istio.io/dataplane-mode: none } } }"),
      findings: [
        'Deployment shop/api: opts out of the mesh: spec.template.metadata.labels["istio.io/dataplane-mode"] is "none". ' +
          "Fix: remove istio.io/dataplane-mode from the pod template.",
      ],
    },
    "the node's network, in each kind": {
      yaml: [
        "{ apiVersion: v1, kind: Pod, metadata: { name: api, namespace: shop }, spec: { hostNetwork: true } }",
        "{ apiVersion: batch/v1, kind: CronJob, metadata: { name: api, namespace: shop }, " +
          "spec: { jobTemplate: { spec: { template: { spec: { hostNetwork: true } } } } } }",
      ].join("\n---\n"),
      findings: ["Pod shop/api: spec", "CronJob shop/api: spec.jobTemplate.spec.template.spec"].map(
        (place) => {
          const [title = "", path = ""] = place.split(": ");
          return (
            `${title}: opts out of the mesh: ${path}.hostNetwork is true, ` +
            `and no sidecar is injected into the node's own network. Fix: remove ${path}.hostNetwork.`
          );
        },
      ),
    },
  },
});
