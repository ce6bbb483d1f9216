import type { Field } from "../field";

/** The fields that Istio's API knows in a traffic policy, by place. */
export const trafficPolicyFields = {
  policy: [
    "connectionPool",
    "loadBalancer",
    "outlierDetection",
    "portLevelSettings",
    "proxyProtocol",
    "retryBudget",
    "tls",
    "tunnel",
  ],
  portPolicy: ["connectionPool", "loadBalancer", "outlierDetection", "port", "tls"],
  connectionPool: ["http", "tcp"],
  tcp: ["connectTimeout", "idleTimeout", "maxConnectionDuration", "maxConnections", "tcpKeepalive"],
  http: [
    "h2UpgradePolicy",
    "http1MaxPendingRequests",
    "http2MaxRequests",
    "idleTimeout",
    "maxConcurrentStreams",
    "maxRequestsPerConnection",
    "maxRetries",
    "useClientProtocol",
  ],
  outlierDetection: [
    "baseEjectionTime",
    "consecutive5xxErrors",
    "consecutiveErrors",
    "consecutiveGatewayErrors",
    "consecutiveLocalOriginFailures",
    "interval",
    "maxEjectionPercent",
    "minHealthPercent",
    "splitExternalLocalOriginErrors",
  ],
} as const;

/** The fields set at a place that Istio's API does not know there. */
export function unknownFields(field: Field, place: keyof typeof trafficPolicyFields): string[] {
  const known: readonly string[] = trafficPolicyFields[place];
  return field.keys().filter((key) => !known.includes(key));
}

/** A traffic policy that holds somewhere in a DestinationRule. */
export interface PolicyPlace {
  readonly field: Field;
  /** Whether what it leaves out is filled in from the rule's own policy. A port's policy inherits nothing. */
  readonly inherits: boolean;
  readonly place: "policy" | "portPolicy";
}

/** Every traffic policy of a DestinationRule: its own, those of its subsets, and those of single ports in either. */
export function policiesOf(rule: { at(...keys: string[]): Field }): PolicyPlace[] {
  const own = rule.at("spec", "trafficPolicy");
  const bySubset = rule
    .at("spec", "subsets")
    .items()
    .map((subset) => subset.at("trafficPolicy"))
    .filter((policy) => !policy.isAbsent());
  const byPort = [own, ...bySubset].flatMap((policy) => policy.at("portLevelSettings").items());
  return [
    { field: own, inherits: false, place: "policy" },
    ...bySubset.map((field) => ({ field, inherits: true, place: "policy" }) as const),
    ...byPort.map((field) => ({ field, inherits: false, place: "portPolicy" }) as const),
  ];
}
