import { testRule } from "../../kit/testing/rule-tester";
import { circuitBreakerRequired } from "./circuit-breaker-required";

const HOST = "api.shop.svc.cluster.local";
const service = (spec = "{ selector: { app: api } }", namespace = "shop") =>
  `{ apiVersion: v1, kind: Service, metadata: { name: api, namespace: ${namespace} }, spec: ${spec} }`;
const rule = (host: string, { name = "api", namespace = "shop", version = "v1", more = "" } = {}) =>
  `{ apiVersion: networking.istio.io/${version}, kind: DestinationRule, ` +
  `metadata: { name: ${name}, namespace: ${namespace} }, spec: { host: "${host}"${more} } }`;
const all = (...documents: readonly string[]) => documents.join("\n---\n");

testRule(circuitBreakerRequired, {
  good: {
    "a rule by short name": all(service(), rule("api")),
    "a rule by full name": all(service(), rule(HOST)),
    "a rule in an older version of the API": all(service(), rule("api", { version: "v1alpha3" })),
    "a rule in Istio's own namespace, by full name": all(
      service(),
      rule(HOST, { namespace: "istio-system" }),
    ),
    "a wildcard in the namespace": all(service(), rule("*.shop.svc.cluster.local")),
    "a wildcard for the whole mesh": all(service(), rule("*.local", { namespace: "istio-system" })),
    "a wildcard beside the rule": all(service(), rule("api"), rule("*.local", { namespace: "istio-system" })),
    "a rule of one caller beside the rule": all(
      service(),
      rule("api"),
      rule("api", { name: "mine", more: ", workloadSelector: { matchLabels: { app: web } }" }),
    ),
    "a service without pods of its own": service("{ ports: [{ port: 80 }] }"),
    "a service that is only a name": service(
      "{ type: ExternalName, externalName: example.com, selector: { app: api } }",
    ),
    "a service outside the mesh": service("{ selector: { app: api } }", "kube-system"),
  },
  bad: {
    "no rule": {
      yaml: all(service(), rule("other")),
      findings: [
        `Service shop/api: has no circuit breaker: no DestinationRule is for host ${HOST}. ` +
          `Fix: declare a DestinationRule with host ${HOST}, connectionPool and outlierDetection.`,
      ],
    },
    "the same short name in another namespace": {
      yaml: all(service(), rule("api", { namespace: "elsewhere" })),
      findings: [
        `Service shop/api: has no circuit breaker: no DestinationRule is for host ${HOST}. ` +
          `Fix: declare a DestinationRule with host ${HOST}, connectionPool and outlierDetection.`,
      ],
    },
    "a host that Istio does not complete": {
      yaml: all(service(), rule("api.shop")),
      findings: [
        `Service shop/api: has no circuit breaker: DestinationRule shop/api has a host that Istio does not complete to ${HOST}. ` +
          `Fix: set spec.host to ${HOST}.`,
      ],
    },
    "a rule that only callers in another namespace get": {
      yaml: all(service(), rule(HOST, { namespace: "web" })),
      findings: [
        "Service shop/api: has a circuit breaker for some callers only: DestinationRule web/api is not in the service's namespace. " +
          "Fix: move it to namespace shop.",
      ],
    },
    "a rule for one caller only": {
      yaml: all(service(), rule("api", { more: ", workloadSelector: { matchLabels: { app: web } }" })),
      findings: [
        `Service shop/api: has no circuit breaker: no DestinationRule is for host ${HOST}. ` +
          `Fix: declare a DestinationRule with host ${HOST}, connectionPool and outlierDetection.`,
      ],
    },
    "two rules": {
      yaml: all(service(), rule("api"), rule(HOST, { name: "old" })),
      findings: [
        `Service shop/api: has 2 DestinationRules for host ${HOST}, of which one may hide the others: ` +
          "DestinationRule shop/api and DestinationRule shop/old. Fix: merge them into one.",
      ],
    },
  },
});
