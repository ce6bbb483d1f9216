import { type Defaults, amounts, serviceDefaults } from "./defaults";

/** As prod, but smaller: every part that can fail there exists here twice. */
export const staging: Defaults = {
  canaryWeight: 10,
  maxCanaryStep: 20,
  labCompatibility: false,
  testTraffic: false,
  accessLog: true,
  logLevel: "debug",
  mesh: {
    sidecar: amounts(["50m", "64Mi"], ["1", "512Mi"]),
    istiod: amounts(["200m", "512Mi"], ["2", "2Gi"]),
    gateway: amounts(["100m", "128Mi"], ["2", "1Gi"]),
    minReplicas: 2,
    maxReplicas: 3,
  },
  services: serviceDefaults(
    { "user-service": { replicas: 2 }, "order-service": { replicas: 2 }, "payment-service": { replicas: 2 } },
    amounts(["50m", "96Mi"], ["1", "384Mi"]),
    "30 seconds",
  ),
};
