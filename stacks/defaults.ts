import type { ServiceNumbers } from "./schema";
import type { ServiceName } from "./services";

/** How much of CPU and memory the parts of the mesh ask for, and how many there are. */
export interface MeshDefaults {
  readonly sidecar: Amounts;
  readonly istiod: Amounts;
  readonly gateway: Amounts;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

interface Amounts {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** What an environment is, where its configuration says nothing else. */
export interface Defaults {
  readonly canaryWeight: number;
  readonly maxCanaryStep: number;
  /** Accept the lab's requests without a body. */
  readonly labCompatibility: boolean;
  /** Run load-tester, admit it everywhere, and let it switch faults on. */
  readonly testTraffic: boolean;
  /** Proxies write a line per request. */
  readonly accessLog: boolean;
  readonly logLevel: "debug" | "info";
  readonly mesh: MeshDefaults;
  readonly services: Readonly<Record<ServiceName, ServiceNumbers>>;
}

/** Requests and limits from one line each. */
export function amounts(
  requests: [cpu: string, memory: string],
  limits: [cpu: string, memory: string],
): Amounts {
  return {
    requests: { cpu: requests[0], memory: requests[1] },
    limits: { cpu: limits[0], memory: limits[1] },
  };
}

/** Breakers and retries, which are the same in every environment: a breaker that was never tried is none. */
export function serviceDefaults(
  pods: Readonly<Record<ServiceName, Pick<ServiceNumbers, "replicas" | "autoscale">>>,
  resources: Amounts,
  ejectionInterval: ServiceNumbers["timeout"],
): Defaults["services"] {
  const breaker = { consecutiveErrors: 5, interval: ejectionInterval, ejectionTime: "30 seconds" as const };
  const roomy = { maxConnections: 100, maxPendingRequests: 100, maxRequestsPerConnection: 100 };
  const usual = {
    resources,
    breaker: { ...breaker, ...roomy, maxEjectionPercent: 50 },
    timeout: "10 seconds" as const,
    retries: { attempts: 2, perTry: "3 seconds" as const },
  };
  return {
    "user-service": { ...usual, ...pods["user-service"] },
    "order-service": { ...usual, ...pods["order-service"] },
    "payment-service": {
      ...usual,
      ...pods["payment-service"],
      // Behind it stands a provider that is slow and dear to call: a short queue, and early ejection.
      breaker: {
        ...usual.breaker,
        ...{ maxConnections: 10, maxPendingRequests: 10, maxRequestsPerConnection: 2, consecutiveErrors: 3 },
      },
      retries: { attempts: 3, perTry: "2 seconds" },
    },
  };
}
