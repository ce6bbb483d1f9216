import { testRule } from "../../kit/testing/rule-tester";
import { circuitBreakerEffective } from "./circuit-breaker-effective";

const POOL = "connectionPool: { tcp: { maxConnections: 10 }, http: { http1MaxPendingRequests: 10 } }";
const OUTLIERS = "outlierDetection: { consecutive5xxErrors: 3, maxEjectionPercent: 50 }";
const rule = (policy: string, more = "", version = "v1") =>
  `{ apiVersion: networking.istio.io/${version}, kind: DestinationRule, metadata: { name: api, namespace: shop }, ` +
  `spec: { host: api, trafficPolicy: { ${policy} }${more} } }`;
const outliers = (settings: string) => rule(`${POOL}, outlierDetection: { ${settings} }`);
const finding = (problem: string, fix: string) => `DestinationRule shop/api: ${problem}. Fix: ${fix}.`;
const BLOCK = "spec.trafficPolicy.outlierDetection";

testRule(circuitBreakerEffective, {
  good: {
    "limits and errors": rule(`${POOL}, ${OUTLIERS}`),
    "gateway errors in place of all": outliers(
      "consecutive5xxErrors: 0, consecutiveGatewayErrors: 3, maxEjectionPercent: 100, interval: 1m30s, baseEjectionTime: 500ms",
    ),
    "a subset that changes nothing of it": rule(
      `${POOL}, ${OUTLIERS}`,
      ", subsets: [{ name: v1, trafficPolicy: { loadBalancer: { simple: RANDOM } } }]",
    ),
    "a port with a whole policy": rule(
      `${POOL}, ${OUTLIERS}, portLevelSettings: [{ port: { number: 80 }, ${POOL}, ${OUTLIERS} }]`,
    ),
  },
  bad: {
    "no policy": {
      yaml: "{ apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, metadata: { name: api, namespace: shop } }",
      findings: [
        finding(
          "spec.trafficPolicy.connectionPool is absent, so nothing limits connections and requests",
          "add spec.trafficPolicy.connectionPool",
        ),
        finding(`${BLOCK} is absent, so a failing instance is never ejected`, `add ${BLOCK}`),
      ],
    },
    "limits that are none": {
      yaml: rule(
        `connectionPool: { tcp: { maxConnections: 2147483647 }, http: { http2MaxRequests: 0 } }, ${OUTLIERS}`,
      ),
      findings: [
        "tcp.maxConnections is 2147483647",
        "http.http1MaxPendingRequests is absent",
        "http.http2MaxRequests is 0",
      ].map((seen) => {
        const path = `spec.trafficPolicy.connectionPool.${seen.split(" ")[0] ?? ""}`;
        return finding(
          `spec.trafficPolicy.connectionPool.${seen}, which limits nothing`,
          `set ${path} to a number from 1 to 100000`,
        );
      }),
    },
    "a limit above the pack's largest": {
      yaml: rule(`${POOL}, ${OUTLIERS}`),
      config: { largestLimit: 9 },
      findings: ["tcp.maxConnections", "http.http1MaxPendingRequests"].map((limit) =>
        finding(
          `spec.trafficPolicy.connectionPool.${limit} is 10, which limits nothing`,
          `set spec.trafficPolicy.connectionPool.${limit} to a number from 1 to 9`,
        ),
      ),
    },
    "no errors counted, nothing ejected": {
      yaml: outliers("consecutive5xxErrors: 0, maxEjectionPercent: 0"),
      findings: [
        finding(
          `${BLOCK} counts no errors, so a failing instance is never ejected`,
          `set ${BLOCK}.consecutive5xxErrors to a number above 0, such as 5`,
        ),
        finding(
          `${BLOCK}.maxEjectionPercent is 0, so few or no instances can be ejected`,
          `set ${BLOCK}.maxEjectionPercent to a number from 1 to 100, such as 50`,
        ),
      ],
    },
    "the deprecated counter": {
      yaml: outliers("consecutive5xxErrors: 3, consecutiveErrors: 3, maxEjectionPercent: 50"),
      findings: [
        finding(
          `${BLOCK}.consecutiveErrors is deprecated`,
          `replace ${BLOCK}.consecutiveErrors by consecutive5xxErrors`,
        ),
      ],
    },
    "times that are none": {
      yaml: outliers('consecutive5xxErrors: 3, maxEjectionPercent: 50, interval: "30", baseEjectionTime: 0s'),
      findings: ['interval is "30"', 'baseEjectionTime is "0s"'].map((seen) =>
        finding(
          `${BLOCK}.${seen}, which is no duration of 1ms or more`,
          `set ${BLOCK}.${seen.split(" ")[0] ?? ""} to a duration such as "30s"`,
        ),
      ),
    },
    "a subset that takes the breaker away": {
      yaml: rule(
        `${POOL}, ${OUTLIERS}`,
        ", subsets: [{ name: v1, trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } } }]",
      ),
      findings: [
        finding(
          "spec.subsets[0].trafficPolicy.outlierDetection counts no errors, so a failing instance is never ejected",
          "set spec.subsets[0].trafficPolicy.outlierDetection.consecutive5xxErrors to a number above 0, such as 5",
        ),
      ],
    },
    "a port that inherits nothing": {
      yaml: rule(`${POOL}, ${OUTLIERS}, portLevelSettings: [{ port: { number: 80 }, ${POOL} }]`),
      findings: [
        finding(
          "spec.trafficPolicy.portLevelSettings[0].outlierDetection is absent, so a failing instance is never ejected",
          "add spec.trafficPolicy.portLevelSettings[0].outlierDetection",
        ),
      ],
    },
    "a policy that is no object": {
      yaml:
        "{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: api, namespace: shop }, " +
        "spec: { host: api, trafficPolicy: none } }",
      findings: [
        finding('spec.trafficPolicy is "none", but must be an object', "make spec.trafficPolicy an object"),
      ],
    },
  },
});
