import { type Defaults, amounts, serviceDefaults } from "./defaults";

/** One small machine: everything runs, nothing is redundant but what the lab has twice. */
export const dev: Defaults = {
  canaryWeight: 10,
  maxCanaryStep: 20,
  labCompatibility: true,
  testTraffic: true,
  accessLog: false,
  logLevel: "info",
  mesh: {
    sidecar: amounts(["10m", "40Mi"], ["500m", "256Mi"]),
    istiod: amounts(["50m", "128Mi"], ["1", "512Mi"]),
    gateway: amounts(["10m", "40Mi"], ["500m", "256Mi"]),
    minReplicas: 1,
    maxReplicas: 1,
  },
  services: serviceDefaults(
    { "user-service": { replicas: 1 }, "order-service": { replicas: 2 }, "payment-service": { replicas: 2 } },
    amounts(["20m", "64Mi"], ["500m", "256Mi"]),
    // Often enough to watch an ejection happen.
    "5 seconds",
  ),
};
