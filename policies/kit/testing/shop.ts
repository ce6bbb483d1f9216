import { tokenOf } from "../kinds";
import type { Source } from "../resource";

/** A small shop on a mesh in which nothing is wrong: what mutations start from. */
export function cleanShop(): Source[] {
  return [
    ...["ecommerce-microservices", "testing"].map((name) =>
      object("v1", "Namespace", name, undefined, { labels: { "istio-injection": "enabled" } }),
    ),
    object("v1", "Namespace", "istio-system", undefined, {}),
    ...service("user-service", ["v1", "v2"]),
    ...service("order-service", ["v1"]),
    ...service("payment-service", ["v1"]),
    object(
      "apps/v1",
      "Deployment",
      "load-tester",
      "testing",
      {},
      { template: template("load-tester", "v1") },
    ),
    virtualService("ecommerce-vs", { hosts: ["*"], gateways: ["istio-system/ecommerce-gateway"] }, [
      { match: [{ uri: { prefix: "/api/users" } }], route: split("user-service", { v1: 90, v2: 10 }) },
      { match: [{ uri: { prefix: "/api/orders" } }], route: split("order-service", { v1: 100 }) },
    ]),
    virtualService("user-service-canary", { hosts: ["user-service"] }, [
      { match: [{ headers: { canary: { exact: "true" } } }], route: split("user-service", { v2: 100 }) },
      { route: split("user-service", { v1: 90, v2: 10 }) },
    ]),
  ];
}

/** An object as the engine registers it. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  metadata: object,
  spec?: object,
): Source {
  const type = tokenOf(apiVersion, kind);
  const place = namespace === undefined ? { name } : { name, namespace };
  const props = {
    apiVersion,
    kind,
    metadata: { ...place, ...metadata },
    ...(spec === undefined ? {} : { spec }),
  };
  return { type, name, urn: `urn:pulumi:dev::shop::${type}::${name}`, props };
}

const NAMESPACE = "ecommerce-microservices";

function service(name: string, versions: readonly string[]): Source[] {
  return [
    object(
      "v1",
      "Service",
      name,
      NAMESPACE,
      {},
      { selector: { app: name }, ports: [{ name: "http", port: 80 }] },
    ),
    ...versions.map((version) =>
      object(
        "apps/v1",
        "Deployment",
        `${name}-${version}`,
        NAMESPACE,
        {},
        { template: template(name, version) },
      ),
    ),
    object(
      "networking.istio.io/v1",
      "DestinationRule",
      `${name}-cb`,
      NAMESPACE,
      {},
      {
        host: name,
        trafficPolicy: {
          connectionPool: {
            tcp: { maxConnections: 10 },
            http: { http1MaxPendingRequests: 10, maxRequestsPerConnection: 2 },
          },
          outlierDetection: {
            consecutive5xxErrors: 3,
            interval: "30s",
            baseEjectionTime: "30s",
            maxEjectionPercent: 50,
          },
        },
        subsets: versions.map((version) => ({ name: version, labels: { version } })),
      },
    ),
  ];
}

function template(app: string, version: string): object {
  return {
    metadata: { labels: { app, version } },
    spec: { containers: [{ name: app, image: `${app}:${version}` }] },
  };
}

function virtualService(name: string, spec: object, http: readonly object[]): Source {
  return object("networking.istio.io/v1", "VirtualService", name, NAMESPACE, {}, { ...spec, http });
}

function split(host: string, weights: Readonly<Record<string, number>>): object[] {
  return Object.entries(weights).map(([subset, weight]) => ({ destination: { host, subset }, weight }));
}
