import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseSettings } from "../stacks/settings";
import { type RecordedResource, type Recording, platformConfig, recordProgram } from "./recorder";

const kinds = {
  Namespace: "kubernetes:core/v1:Namespace",
  Release: "kubernetes:helm.sh/v3:Release",
  Deployment: "kubernetes:apps/v1:Deployment",
  Service: "kubernetes:core/v1:Service",
  DisruptionBudget: "kubernetes:policy/v1:PodDisruptionBudget",
  Autoscaler: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  Gateway: "kubernetes:networking.istio.io/v1:Gateway",
  VirtualService: "kubernetes:networking.istio.io/v1:VirtualService",
  DestinationRule: "kubernetes:networking.istio.io/v1:DestinationRule",
  AuthorizationPolicy: "kubernetes:security.istio.io/v1:AuthorizationPolicy",
  PeerAuthentication: "kubernetes:security.istio.io/v1:PeerAuthentication",
} as const;
type Kind = keyof typeof kinds;

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
}

function all({ resources }: Recording, kind: Kind): RecordedResource[] {
  return resources.filter(({ type }) => type === kinds[kind]);
}

function metadata({ inputs }: RecordedResource): Metadata {
  return inputs["metadata"] as Metadata;
}

/** Names in the cluster, as `namespace/name`. */
function places(recording: Recording, kind: Kind): string[] {
  const names = all(recording, kind).map(metadata);
  return names
    .map(({ name, namespace }) => (namespace === undefined ? name : `${namespace}/${name}`))
    .toSorted();
}

function one(recording: Recording, kind: Kind, name: string): RecordedResource {
  const found = all(recording, kind).filter((resource) => metadata(resource).name === name);
  assert.equal(found.length, 1, `${found.length} times ${kind} ${name}`);
  const [resource] = found;
  assert.ok(resource);
  return resource;
}

function spec({ inputs }: RecordedResource): unknown {
  return inputs["spec"];
}

interface Route {
  readonly retries?: { readonly attempts: number; readonly perTryTimeout: string };
  readonly match?: { readonly uri?: unknown; readonly headers?: unknown }[];
  readonly route: {
    readonly destination: { readonly host: string; readonly subset: string };
    readonly weight: number;
  }[];
}

const routesOf = (recording: Recording, name: string) =>
  (spec(one(recording, "VirtualService", name)) as { http: Route[] }).http;

/** `v1 90, v2 10` for each route. */
const splits = (routes: readonly Route[]) =>
  routes.map(({ route }) =>
    route.map(({ destination, weight }) => `${destination.subset} ${weight}`).join(", "),
  );

const shop = "ecommerce-microservices";
const stacks = ["dev", "staging", "prod"] as const;

describe("the program", () => {
  const recordings = new Map<string, Recording>();
  const of = (stack: string): Recording => {
    const recording = recordings.get(stack);
    assert.ok(recording);
    return recording;
  };
  before(async () => {
    for (const stack of stacks) recordings.set(stack, await recordProgram(stack));
  });

  for (const stack of stacks) {
    describe(`in ${stack}`, () => {
      const inDev = <T>(...values: T[]): T[] => (stack === "dev" ? values : []);

      it("has the namespaces in the mesh, and the mesh's own outside of it", () => {
        const labels = Object.fromEntries(
          all(of(stack), "Namespace").map((namespace) => [
            metadata(namespace).name,
            metadata(namespace).labels,
          ]),
        );
        const injected = { "istio-injection": "enabled" };
        assert.deepEqual(labels, {
          "istio-system": {},
          "ecommerce-microservices": injected,
          "ecommerce-monolith": injected,
          testing: injected,
        });
      });

      it("has the workloads and services by the lab's names", () => {
        assert.deepEqual(places(of(stack), "Deployment"), [
          `${shop}/order-service`,
          `${shop}/payment-service`,
          `${shop}/user-service-v1`,
          `${shop}/user-service-v2`,
          ...inDev("testing/load-tester"),
        ]);
        const services = all(of(stack), "Service").filter(({ inputs }) => "spec" in inputs);
        assert.deepEqual(services.map(({ name }) => name).toSorted(), [
          "order-service",
          "payment-service",
          "user-service",
        ]);
      });

      it("has the mesh's objects by the lab's names", () => {
        const recording = of(stack);
        assert.deepEqual(places(recording, "Gateway"), [`${shop}/ecommerce-gateway`]);
        assert.deepEqual(places(recording, "VirtualService"), [
          `${shop}/ecommerce-vs`,
          `${shop}/order-service-vs`,
          `${shop}/payment-service-vs`,
          `${shop}/user-service-canary`,
        ]);
        assert.deepEqual(places(recording, "DestinationRule"), [
          `${shop}/order-service-cb`,
          `${shop}/payment-service-cb`,
          `${shop}/user-service-dr`,
        ]);
        assert.deepEqual(places(recording, "PeerAuthentication"), ["istio-system/default"]);
      });

      it("admits the gateway and, where there is test traffic, load-tester", () => {
        assert.deepEqual(places(of(stack), "AuthorizationPolicy"), [
          `${shop}/order-service-from-istio-ingressgateway`,
          ...inDev(`${shop}/order-service-from-load-tester`, `${shop}/payment-service-from-load-tester`),
          `${shop}/user-service-from-istio-ingressgateway`,
          ...inDev(`${shop}/user-service-from-load-tester`),
          "istio-system/default-deny",
          "istio-system/ingressgateway-open",
        ]);
      });

      it("splits the same canary inside the mesh and at the gateway", () => {
        const inside = routesOf(of(stack), "user-service-canary");
        assert.deepEqual(splits(inside), ["v2 100", "v1 90, v2 10"]);
        assert.deepEqual(splits(routesOf(of(stack), "ecommerce-vs")), ["v1 100", ...splits(inside)]);
      });

      it("gives every destination a breaker, and every route a subset and weights that sum to 100", () => {
        const rules = new Map(
          all(of(stack), "DestinationRule").map((rule) => {
            const { host, subsets, trafficPolicy } = spec(rule) as {
              host: string;
              subsets: { name: string }[];
              trafficPolicy: { outlierDetection: { consecutive5xxErrors: number }; connectionPool: object };
            };
            assert.ok(trafficPolicy.outlierDetection.consecutive5xxErrors > 0);
            assert.deepEqual(Object.keys(trafficPolicy.connectionPool).toSorted(), ["http", "tcp"]);
            return [host, subsets.map(({ name }) => name)];
          }),
        );
        for (const { route } of all(of(stack), "VirtualService").flatMap(
          (one) => (spec(one) as { http: Route[] }).http,
        )) {
          assert.equal(
            route.reduce((sum, { weight }) => sum + weight, 0),
            100,
          );
          for (const { destination } of route) {
            assert.ok(rules.get(destination.host)?.includes(destination.subset), JSON.stringify(destination));
          }
        }
      });

      it("makes things in the order in which they work", () => {
        const recording = of(stack);
        const before = (resource: RecordedResource) =>
          resource.dependencies.map((urn) => urn.split("::").at(-1));
        const after = (kind: Kind, name: string, ...needed: string[]) => {
          const seen = before(one(recording, kind, name));
          for (const need of needed) assert.ok(seen.includes(need), `${name} does not wait for ${need}`);
        };
        const release = (name: string) =>
          all(recording, "Release").find((candidate) => candidate.name === name);
        const waits = ["istio-base", "istiod", "istio-ingressgateway"].map((name) =>
          before(release(name) ?? assert.fail(name)),
        );
        assert.deepEqual(waits, [["istio-system"], ["istio-base"], ["istiod"]]);
        after("Deployment", "user-service-v1", "istiod", shop);
        after("VirtualService", "user-service-canary", "user-service-dr");
        after("VirtualService", "order-service-vs", "order-service-cb");
        after("VirtualService", "ecommerce-vs", "user-service-dr", "order-service-cb", "ecommerce-gateway");
        const istio = recording.resources.filter(({ type }) => type.includes(".istio.io/"));
        assert.equal(istio.length, stack === "dev" ? 16 : 13);
        for (const resource of istio) assert.ok(before(resource).includes("istiod"), resource.name);
      });

      it("guards the canary's step in both places that hold its weights", () => {
        const guarded = of(stack).resources.filter(({ beforeUpdate }) => beforeUpdate.length > 0);
        assert.deepEqual(guarded.map(({ name }) => name).toSorted(), ["ecommerce-vs", "user-service-canary"]);
        assert.deepEqual([...of(stack).hooks.keys()], ["user-service-canary-step"]);
      });

      it("leaves nothing to be found out by an update where a gate reads", () => {
        const judged = of(stack).resources.filter(({ custom, inputs }) => custom && "metadata" in inputs);
        assert.ok(judged.length > 25);
        for (const { name, propertyDependencies } of judged) {
          const computed = Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0);
          assert.deepEqual(computed, [], `${name} takes outputs of other resources`);
        }
      });

      it("hangs every resource below a component", () => {
        for (const { urn, type, parent } of of(stack).resources) {
          if (type !== "pulumi:pulumi:Stack") assert.ok(parent !== undefined, urn);
        }
      });

      it("prints where it answers", () => {
        const host = stack === "dev" ? "10.96.0.80" : "istio-ingressgateway.istio-system.svc.cluster.local";
        assert.deepEqual(of(stack).outputs, {
          url: `http://${host}`,
          endpoints: { "/api/users": `http://${host}/api/users`, "/api/orders": `http://${host}/api/orders` },
          canary: { "user-service": { v1: 90, v2: 10 } },
        });
      });
    });
  }

  it("gives payment-service the lab's breaker and retries", () => {
    const { trafficPolicy } = spec(one(of("prod"), "DestinationRule", "payment-service-cb")) as {
      trafficPolicy: unknown;
    };
    assert.deepEqual(trafficPolicy, {
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
    });
    const [route] = routesOf(of("prod"), "payment-service-vs");
    assert.equal(route?.retries?.attempts, 3);
    assert.equal(route.retries.perTryTimeout, "2s");
  });

  it("runs the lab's numbers of pods in dev", () => {
    const pods = all(of("dev"), "Deployment").map((deployment) => [
      metadata(deployment).name,
      (spec(deployment) as { replicas: number }).replicas,
    ]);
    assert.deepEqual(Object.fromEntries(pods), {
      "user-service-v1": 1,
      "user-service-v2": 1,
      "order-service": 2,
      "payment-service": 2,
      "load-tester": 1,
    });
  });

  it("scales in prod and protects what can spare a pod", () => {
    const names = ["order-service", "payment-service", "user-service-v1", "user-service-v2"].map(
      (name) => `${shop}/${name}`,
    );
    assert.deepEqual(places(of("prod"), "Autoscaler"), names);
    assert.deepEqual(places(of("prod"), "DisruptionBudget"), names);
    assert.deepEqual(places(of("dev"), "Autoscaler"), []);
    assert.deepEqual(places(of("dev"), "DisruptionBudget"), [
      `${shop}/order-service`,
      `${shop}/payment-service`,
    ]);
  });

  it("installs Istio from the folders that the platform names", () => {
    const { inputs } =
      all(of("dev"), "Release").find(({ name }) => name === "istiod") ?? assert.fail("no istiod");
    assert.equal(inputs["chart"], platformConfig.istio.charts.istiod);
    assert.equal((inputs["values"] as { global: { hub: string } }).global.hub, platformConfig.istio.hub);
    const released =
      all(of("prod"), "Release").find(({ name }) => name === "istiod") ?? assert.fail("no istiod");
    assert.deepEqual(
      [released.inputs["chart"], released.inputs["version"], released.inputs["repositoryOpts"]],
      ["istiod", "1.31.4", { repo: "https://istio-release.storage.googleapis.com/charts" }],
    );
  });

  it("refuses a canary step that is too large, and passes one that is not", async () => {
    const update = async (weight: number) => {
      const next = await recordProgram("dev", { canaryWeight: weight });
      const guard = next.hooks.get("user-service-canary-step") ?? assert.fail("no guard");
      for (const name of ["user-service-canary", "ecommerce-vs"]) {
        const { urn, type, inputs: newInputs } = one(next, "VirtualService", name);
        const { inputs: oldInputs } = one(of("dev"), "VirtualService", name);
        await guard.callback({ urn, id: name, name, type, newInputs, oldInputs });
      }
    };
    await update(30);
    await update(0);
    await assert.rejects(
      update(60),
      /user-service-canary: .* from 10 % to 60 %.*pattern-mesh:canaryWeight to 30 next/,
    );
  });

  it("refuses stacks that are no environment", async () => {
    await assert.rejects(recordProgram("qa"), /There is no environment "qa".*dev, staging, prod/);
  });

  it("gives the project's configuration the defaults that the environments have", () => {
    const { config } = parse(readFileSync(join(__dirname, "..", "Pulumi.yaml"), "utf8")) as {
      config: Record<string, { default: unknown }>;
    };
    const { istio, images } = platformConfig;
    const pinned = Object.fromEntries(
      Object.keys(images).map((name) => [name, `a.example/b@sha256:${"0".repeat(64)}`]),
    );
    const prod = parseSettings("prod", {
      "pattern-mesh:istio": JSON.stringify(istio),
      "pattern-mesh:images": JSON.stringify(pinned),
    });
    const { canaryWeight, maxCanaryStep, labCompatibility, testTraffic } = prod;
    const defaults = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, value.default]));
    assert.deepEqual(defaults, { canaryWeight, maxCanaryStep, labCompatibility, testTraffic });
  });

  it("is short, and makes nothing itself", () => {
    const text = readFileSync(join(__dirname, "..", "index.ts"), "utf8");
    assert.ok(text.split("\n").length <= 80);
    assert.doesNotMatch(text, /@pulumi\/(kubernetes|aws)/);
  });
});
