import { testRule } from "../../kit/testing/rule-tester";
import { trafficPolicyFields } from "./traffic-policy-fields";

const rule = (policy: string, more = "") =>
  `{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: api, namespace: shop }, ` +
  `spec: { host: api, trafficPolicy: ${policy}${more} } }`;
const unknown = (path: string) =>
  `DestinationRule shop/api: ${path} is not a field that Istio knows there, so it has no effect. ` +
  `Fix: remove ${path}, or correct its name.`;
const retries = (path: string) =>
  `DestinationRule shop/api: ${path} is not a field of a DestinationRule. ` +
  "Fix: put retries into the VirtualService's http route (attempts, perTryTimeout, retryOn).";

testRule(trafficPolicyFields, {
  good: {
    "no policy": "{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: api } }",
    "known fields everywhere": rule(
      "{ retryBudget: { percent: 20 }, connectionPool: { tcp: { maxConnections: 1 }, http: { maxRetries: 1 } }, " +
        "outlierDetection: { consecutive5xxErrors: 1 }, portLevelSettings: [{ port: { number: 80 } }] }",
    ),
  },
  bad: {
    retries: {
      yaml: rule(
        "{ retryPolicy: { numRetries: 3 } }",
        ", subsets: [{ trafficPolicy: { retries: { attempts: 3 } } }]",
      ),
      findings: [retries("spec.trafficPolicy.retryPolicy"), retries("spec.subsets[0].trafficPolicy.retries")],
    },
    "misspelt fields, in every block": {
      yaml: rule(
        "{ circuitBreaker: {}, connectionPool: { udp: {}, tcp: { maxConnection: 1 }, http: { maxPendingRequests: 1 } }, " +
          "outlierDetection: { consecutive5xx: 1 }, portLevelSettings: [{ retryBudget: {} }] }",
      ),
      findings: [
        unknown("spec.trafficPolicy.circuitBreaker"),
        unknown("spec.trafficPolicy.connectionPool.udp"),
        unknown("spec.trafficPolicy.connectionPool.tcp.maxConnection"),
        unknown("spec.trafficPolicy.connectionPool.http.maxPendingRequests"),
        unknown("spec.trafficPolicy.outlierDetection.consecutive5xx"),
        unknown("spec.trafficPolicy.portLevelSettings[0].retryBudget"),
      ],
    },
  },
});
