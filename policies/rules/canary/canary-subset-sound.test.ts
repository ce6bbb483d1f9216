import { testRule } from "../../kit/testing/rule-tester";
import { canarySubsetSound } from "./canary-subset-sound";

const SERVICE =
  "{ apiVersion: v1, kind: Service, metadata: { name: api, namespace: shop }, spec: { selector: { app: api } } }";
const V1 =
  "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: api, namespace: shop }, " +
  "spec: { template: { metadata: { labels: { app: api, version: v1 } } } } }";
const rule = (subsets: string, host = "api") =>
  "{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: api, namespace: shop }, " +
  `spec: { host: ${host}, subsets: [${subsets}] } }`;
const all = (...documents: readonly string[]) => documents.join("\n---\n");

testRule(canarySubsetSound, {
  good: {
    "no subsets": all(SERVICE, V1, rule("")),
    "a subset with a workload": all(SERVICE, V1, rule("{ name: v1, labels: { version: v1 } }")),
    "a host outside the stack": rule("{ name: eu, labels: { region: eu } }", "api.example.com"),
    "outside the mesh": {
      yaml: all(SERVICE, rule("{ name: v9, labels: { version: v9 } }")),
      config: { exemptNamespaces: ["shop"] },
    },
  },
  bad: {
    "no workload": {
      yaml: all(SERVICE, V1, rule("{ name: v2, labels: { version: v2 } }")),
      findings: [
        'DestinationRule shop/api: spec.subsets[0] (name "v2") picks no workload of Service shop/api (version=v2), ' +
          "so its share gets 503. Fix: deploy a workload with these labels, or remove the subset and the routes to it.",
      ],
    },
    "neither name nor labels": {
      yaml: all(SERVICE, V1, rule("{}")),
      findings: [
        "DestinationRule shop/api: spec.subsets[0] (name absent) has no name. Fix: add spec.subsets[0].name.",
        "DestinationRule shop/api: spec.subsets[0] (name absent) has no labels. Fix: add spec.subsets[0].labels.",
      ],
    },
    "the same twice": {
      yaml: all(
        SERVICE,
        V1,
        rule("{ name: v1, labels: { version: v1 } }, { name: v1, labels: { version: v1 } }"),
      ),
      findings: ["name", "labels"].map(
        (what) =>
          `DestinationRule shop/api: spec.subsets[1] (name "v1") has the same ${what} as spec.subsets[0] (name "v1"). ` +
          `Fix: change spec.subsets[1].${what}, or remove one of the two.`,
      ),
    },
  },
});
