import { type Defaults, amounts, serviceDefaults } from "./defaults";

const autoscale = { minReplicas: 3, maxReplicas: 12, targetCpuPercent: 70 };

/** Three of everything that serves requests, and more under load. */
export const prod: Defaults = {
  canaryWeight: 10,
  maxCanaryStep: 20,
  labCompatibility: false,
  testTraffic: false,
  accessLog: false,
  logLevel: "info",
  mesh: {
    sidecar: amounts(["100m", "128Mi"], ["2", "1Gi"]),
    istiod: amounts(["500m", "2Gi"], ["2", "4Gi"]),
    gateway: amounts(["200m", "256Mi"], ["2", "1Gi"]),
    minReplicas: 2,
    maxReplicas: 6,
  },
  services: serviceDefaults(
    {
      "user-service": { replicas: 3, autoscale },
      "order-service": { replicas: 3, autoscale },
      "payment-service": { replicas: 3, autoscale },
    },
    amounts(["100m", "128Mi"], ["1", "512Mi"]),
    "30 seconds",
  ),
};
