import assert from "node:assert/strict";
import { destinationRuleSpec } from "./breaker";

describe("the DestinationRule of a service", () => {
  it("holds the breaker for all versions, and a subset for each", () => {
    const spec = destinationRuleSpec(
      "payment-service",
      "payment-service.shop.svc.cluster.local",
      ["v1", "v2"],
      {
        maxConnections: 10,
        maxPendingRequests: 20,
        maxRequestsPerConnection: 2,
        consecutiveErrors: 3,
        interval: "1 minute",
        ejectionTime: "30 seconds",
        maxEjectionPercent: 50,
      },
    );
    assert.deepEqual(spec, {
      host: "payment-service.shop.svc.cluster.local",
      trafficPolicy: {
        connectionPool: {
          tcp: { maxConnections: 10 },
          http: { http1MaxPendingRequests: 20, maxRequestsPerConnection: 2 },
        },
        outlierDetection: {
          consecutive5xxErrors: 3,
          interval: "60s",
          baseEjectionTime: "30s",
          maxEjectionPercent: 50,
        },
      },
      subsets: [
        { name: "v1", labels: { app: "payment-service", version: "v1" } },
        { name: "v2", labels: { app: "payment-service", version: "v2" } },
      ],
    });
  });
});
