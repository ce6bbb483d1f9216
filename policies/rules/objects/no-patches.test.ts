import { testRule } from "../../kit/testing/rule-tester";
import { noPatches } from "./no-patches";

testRule(noPatches, {
  good: {
    "the object itself": "{ apiVersion: v1, kind: Namespace, metadata: { name: shop } }",
    "a patch of a kind that no gate judges":
      "{ apiVersion: v1, kind: ConfigMapPatch, metadata: { name: settings } }",
  },
  bad: {
    "a patch of a namespace": {
      yaml: "{ apiVersion: v1, kind: NamespacePatch, metadata: { name: shop, labels: { istio-injection: disabled } } }",
      findings: [
        "NamespacePatch shop: changes part of a Namespace, so the whole cannot be decided at preview. " +
          "Fix: declare the Namespace itself in the stack, or import it.",
      ],
    },
    "a patch of an Istio object": {
      yaml: "{ apiVersion: networking.istio.io/v1, kind: DestinationRulePatch, metadata: { name: api, namespace: shop } }",
      findings: [
        "DestinationRulePatch shop/api: changes part of a DestinationRule, so the whole cannot be decided at preview. " +
          "Fix: declare the DestinationRule itself in the stack, or import it.",
      ],
    },
  },
});
