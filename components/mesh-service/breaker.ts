import type { IstioSpecs } from "../shared/istio";
import { type Duration, toIstio } from "../shared/duration";
import { versionLabels } from "../shared/labels";

/** When callers stop waiting for a service: limits per calling proxy, and ejection of failing pods. */
export interface Breaker {
  /** Open connections per calling proxy. */
  readonly maxConnections: number;
  /** Requests that may wait for a connection; the next one gets 503. */
  readonly maxPendingRequests: number;
  /** Requests after which a connection is closed. */
  readonly maxRequestsPerConnection: number;
  /** Answers of 5xx in a row after which a pod is ejected. */
  readonly consecutiveErrors: number;
  /** How often pods are looked at for ejection and return. */
  readonly interval: Duration;
  /** Time out of service, multiplied by the number of ejections so far. */
  readonly ejectionTime: Duration;
  /** Percent of the pods that may be out at once. Envoy always allows one. */
  readonly maxEjectionPercent: number;
}

/** The DestinationRule of a service: its breaker, and one subset per version. */
export function destinationRuleSpec(
  service: string,
  host: string,
  versions: readonly string[],
  breaker: Breaker,
): IstioSpecs["DestinationRule"] {
  return {
    host,
    trafficPolicy: {
      connectionPool: {
        tcp: { maxConnections: breaker.maxConnections },
        http: {
          http1MaxPendingRequests: breaker.maxPendingRequests,
          maxRequestsPerConnection: breaker.maxRequestsPerConnection,
        },
      },
      outlierDetection: {
        consecutive5xxErrors: breaker.consecutiveErrors,
        interval: toIstio(breaker.interval),
        baseEjectionTime: toIstio(breaker.ejectionTime),
        maxEjectionPercent: breaker.maxEjectionPercent,
      },
    },
    subsets: versions.map((version) => ({ name: version, labels: versionLabels(service, version) })),
  };
}
