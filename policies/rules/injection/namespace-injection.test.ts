import { testRule } from "../../kit/testing/rule-tester";
import { namespaceInjection } from "./namespace-injection";

const namespace = (labels: string, name = "shop") =>
  `{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: ${labels} } }`;

testRule(namespaceInjection, {
  good: {
    "injection enabled": namespace("{ istio-injection: enabled, team: shop }"),
    "a revision": namespace("{ istio.io/rev: 1-31-4 }"),
    "a system namespace without a label": namespace("{}", "istio-system"),
    "ambient where the pack allows it": {
      yaml: namespace("{ istio.io/dataplane-mode: ambient }"),
      config: { allowAmbient: true },
    },
    "a namespace that the pack exempts": { yaml: namespace("{}"), config: { exemptNamespaces: ["shop"] } },
    "a list of good ones": `
      apiVersion: v1
      kind: NamespaceList
      items: [{ metadata: { name: shop, labels: { istio-injection: enabled } } }]`,
  },
  bad: {
    "no label": {
      yaml: namespace("{ team: shop }"),
      findings: [
        "Namespace shop: has no sidecar injection label, so its pods run outside the mesh. " +
          'Fix: add the label istio-injection: "enabled".',
      ],
    },
    "no metadata": {
      yaml: "{ apiVersion: v1, kind: Namespace }",
      findings: [
        'Namespace (resource "document 1"): cannot be decided at preview: metadata.name is absent. ' +
          "Fix: set metadata.name to a fixed name.",
      ],
    },
    "injection disabled": {
      yaml: namespace("{ istio-injection: disabled }"),
      findings: [
        'Namespace shop: has label istio-injection "disabled", which does not put its pods into the mesh. ' +
          'Fix: set istio-injection to "enabled".',
      ],
    },
    "an empty revision": {
      yaml: namespace('{ istio.io/rev: "" }'),
      findings: [
        'Namespace shop: has label istio.io/rev "", which does not put its pods into the mesh. ' +
          "Fix: set istio.io/rev to a revision or tag.",
      ],
    },
    "a value that is no text": {
      yaml: namespace("{ istio-injection: true }"),
      findings: [
        'Namespace shop: metadata.labels["istio-injection"] is true, but must be text. ' +
          'Fix: make metadata.labels["istio-injection"] text.',
      ],
    },
    "two families": {
      yaml: namespace("{ istio-injection: enabled, istio.io/rev: canary }"),
      findings: [
        "Namespace shop: mixes injection labels (istio-injection, istio.io/rev), of which only one can hold. " +
          "Fix: keep exactly one of them.",
      ],
    },
    "ambient where the pack does not allow it": {
      yaml: namespace("{ istio.io/dataplane-mode: ambient }"),
      findings: [
        "Namespace shop: joins the mesh without sidecars (istio.io/dataplane-mode), which this pack does not allow. " +
          'Fix: use the label istio-injection: "enabled" in its place.',
      ],
    },
    "one in a list": {
      yaml: "{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }] }",
      findings: [
        "Namespace shop: has no sidecar injection label, so its pods run outside the mesh. " +
          'Fix: add the label istio-injection: "enabled".',
      ],
    },
  },
});
