import { testRule } from "../../kit/testing/rule-tester";
import { canaryWeights } from "./canary-weights";

const SERVICE =
  "{ apiVersion: v1, kind: Service, metadata: { name: api, namespace: shop }, spec: { selector: { app: api } } }";
const workload = (version: string, label = "version") =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: api-${version}, namespace: shop }, ` +
  `spec: { template: { metadata: { labels: { app: api, ${label}: ${version} } } } } }`;
const RULE =
  "{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: api, namespace: shop }, " +
  "spec: { host: api, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }, { name: v3 }] } }";
const to = (subset: string, weight?: string) =>
  `{ destination: { host: api, subset: ${subset} }${weight === undefined ? "" : `, weight: ${weight}`} }`;
const routes = (...rules: readonly string[]) =>
  "{ apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: { name: api, namespace: shop }, " +
  `spec: { http: [${rules.join(", ")}] } }`;
const route = (...destinations: readonly string[]) => `{ route: [${destinations.join(", ")}] }`;
const TWO = [SERVICE, workload("v1"), workload("v2"), RULE];
const all = (...documents: readonly string[]) => documents.join("\n---\n");
const finding = (problem: string, fix: string) => `VirtualService shop/api: ${problem}. Fix: ${fix}.`;
const wrongWeight = (index: number, shown: string) =>
  finding(
    `spec.http[0].route[${index}].weight is ${shown}`,
    `set spec.http[0].route[${index}].weight to a whole number from 0 to 100`,
  );

testRule(canaryWeights, {
  good: {
    "a split of 100": all(...TWO, routes(route(to("v1", "90"), to("v2", "10")))),
    "nothing to the canary yet": all(...TWO, routes(route(to("v1", "100"), to("v2", "0")))),
    "a header to the canary alone, in front of the split": all(
      ...TWO,
      routes(
        `{ match: [{ headers: { canary: { exact: "true" } } }], route: [${to("v2")}] }`,
        route(to("v1", "50"), to("v2", "50")),
      ),
    ),
    "one version, one destination": all(SERVICE, workload("v1"), RULE, routes(route(to("v1")))),
    "no destination needed": routes("{ redirect: { uri: / } }", "{ directResponse: { status: 404 } }"),
    "another version label": {
      yaml: all(SERVICE, workload("v1", "release"), workload("v2"), RULE, routes(route(to("v1", "100")))),
      config: { versionLabel: "release" },
    },
    "outside the mesh": {
      yaml: all(...TWO, routes(route(to("v2")))),
      config: { exemptNamespaces: ["shop"] },
    },
  },
  bad: {
    "no weights": {
      yaml: all(...TWO, routes(route(to("v1"), to("v2")))),
      findings: [wrongWeight(0, "absent"), wrongWeight(1, "absent")],
    },
    "a weight out of range": {
      yaml: all(...TWO, routes(route(to("v1", "110"), to("v2", "-10")))),
      findings: [wrongWeight(0, "110"), wrongWeight(1, "-10")],
    },
    "a sum that is not 100": {
      yaml: all(...TWO, routes(route(to("v1", "90"), to("v2", "20")))),
      findings: [finding("the weights of spec.http[0].route add up to 110", "make them add up to 100")],
    },
    "one destination with part of the requests": {
      yaml: all(SERVICE, workload("v1"), routes(route(to("v1", "90")))),
      findings: [finding("the weights of spec.http[0].route add up to 90", "make them add up to 100")],
    },
    "a rule that goes nowhere": {
      yaml: routes("{ match: [{ uri: { prefix: / } }] }"),
      findings: [
        finding(
          "spec.http[0] sends its requests nowhere",
          "add spec.http[0].route with a destination, a redirect or a directResponse",
        ),
      ],
    },
    "all plain requests to one of two versions": {
      yaml: all(...TWO, routes(`{ match: [{ uri: { prefix: / } }], route: [${to("v2", "100")}] }`)),
      findings: [
        finding(
          "spec.http[0] sends plain requests to one subset of a service that runs versions v1, v2",
          "split spec.http[0].route over at least two subsets, with explicit weights",
        ),
      ],
    },
    "a split that lost the stable subset": {
      yaml: all(...TWO, routes(route(to("v2", "90"), to("v3", "10")))),
      findings: [
        finding(
          "spec.http[0] splits requests without the stable subset v1, the first of the DestinationRule",
          "add a destination with subset v1 to spec.http[0].route, if only with weight 0",
        ),
      ],
    },
  },
});
