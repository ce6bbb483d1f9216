import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type RecordedResource, type Recording, record } from "../tests/recorder";
import { IstioMesh, type MeshServiceArgs } from "./index";

const resources = { requests: { cpu: "10m", memory: "32Mi" }, limits: { cpu: "100m", memory: "64Mi" } };
const meshArgs = {
  namespaces: ["shop", "testing"],
  install: {
    charts: { repository: "https://charts.example", version: "1.31.4" },
    gateway: { serviceType: "ClusterIP", clusterIP: "10.96.0.80" },
  },
  size: { sidecar: resources, istiod: resources, gateway: resources, minReplicas: 1, maxReplicas: 1 },
} as const;
const args: Omit<MeshServiceArgs, "mesh"> = {
  image: "shop.example/users:1",
  resources,
  breaker: {
    ...{ maxConnections: 10, maxPendingRequests: 10, maxRequestsPerConnection: 2, consecutiveErrors: 3 },
    ...{ interval: "30 seconds", ejectionTime: "30 seconds", maxEjectionPercent: 50 },
  },
  timeout: "10 seconds",
  retries: { attempts: 3, perTry: "2 seconds" },
};
const canary = { version: "v2", maxStep: 20, settings: { weight: "shop:weight", maxStep: "shop:step" } };
const versions = { v1: { weight: 90 }, v2: { weight: 10, image: "shop.example/users:2" } };

/** What a program makes beside the mesh, by type and name: `apps/v1:Deployment users`. */
async function made(
  program: (mesh: IstioMesh) => unknown,
): Promise<Recording & { find: (key: string) => RecordedResource }> {
  const recording = await record("dev", {}, () => {
    program(new IstioMesh("shop", meshArgs));
    return {};
  });
  const find = (key: string) => {
    const found = recording.resources.find(
      ({ type, name }) => `${type.replace("kubernetes:", "")} ${name}` === key,
    );
    assert.ok(found, `${key} was not made`);
    return found;
  };
  return { ...recording, find };
}

async function faultsOf(program: (mesh: IstioMesh) => unknown): Promise<Record<string, string>> {
  let faults: Record<string, string> | undefined;
  await made((mesh) => {
    assert.throws(
      () => program(mesh),
      (error: unknown) => {
        assert.ok(error instanceof pulumi.InputPropertiesError, String(error));
        faults = Object.fromEntries(error.errors.map(({ propertyPath, reason }) => [propertyPath, reason]));
        return true;
      },
    );
  });
  assert.ok(faults);
  return faults;
}

const spec = (resource: RecordedResource) => resource.inputs["spec"] as Record<string, unknown>;
const namesOf = ({ resources: all }: Recording, type: string) =>
  all.filter((resource) => resource.type.endsWith(type)).map(({ name }) => name);

describe("a service in the mesh", () => {
  it("runs each version with its own image", async () => {
    const { find } = await made((mesh) => mesh.service("users", { ...args, versions, canary }));
    for (const [version, image] of Object.entries({
      v1: "shop.example/users:1",
      v2: "shop.example/users:2",
    })) {
      const template = spec(find(`apps/v1:Deployment users-${version}`))["template"] as {
        spec: { containers: { image: string; env: unknown[] }[] };
      };
      const [container] = template.spec.containers;
      assert.equal(container?.image, image);
      assert.ok(
        container.env.some(
          (entry) => JSON.stringify(entry) === `{"name":"SERVICE_VERSION","value":"${version}"}`,
        ),
      );
    }
  });

  it("guards its weights wherever they stand", async () => {
    const recording = await made((mesh) => {
      mesh.route({ "/users": mesh.service("users", { ...args, versions, canary }) });
    });
    const { find, hooks } = recording;
    assert.deepEqual([...hooks.keys()], ["users-canary-step"]);
    for (const name of ["users-canary", "shop-vs"]) {
      const routes = find(`networking.istio.io/v1:VirtualService ${name}`);
      assert.deepEqual(routes.beforeUpdate, ["users-canary-step"]);
    }
    assert.equal(hooks.get("users-canary-step")?.opts?.onDryRun, true);
  });

  it("has a disruption budget only when a pod can be spared", async () => {
    const recording = await made((mesh) => {
      mesh.service("single", args);
      mesh.service("twofold", { ...args, replicas: 2 });
    });
    assert.deepEqual(namesOf(recording, ":PodDisruptionBudget"), ["twofold"]);
  });

  it("has either a number of replicas or an autoscaler", async () => {
    const autoscale = { minReplicas: 2, maxReplicas: 5, targetCpuPercent: 70 };
    const recording = await made((mesh) => {
      mesh.service("fixed", { ...args, replicas: 2 });
      mesh.service("scaled", { ...args, replicas: 2, autoscale });
    });
    assert.deepEqual(namesOf(recording, ":HorizontalPodAutoscaler"), ["scaled"]);
    assert.equal(spec(recording.find("apps/v1:Deployment fixed"))["replicas"], 2);
    assert.ok(!("replicas" in spec(recording.find("apps/v1:Deployment scaled"))));
  });

  it("is called by those who said so, and admits each once", async () => {
    const recording = await made((mesh) => {
      const users = mesh.service("users", args);
      mesh.service("orders", args).calls(users).calls(users);
      mesh.client("tester", { namespace: "testing", image: "shop.example/tester:1", resources }).calls(users);
      mesh.service("payments", args);
    });
    const policies = namesOf(recording, ":AuthorizationPolicy").filter((name) => name.includes("-from-"));
    assert.deepEqual(policies.toSorted(), ["users-from-orders", "users-from-tester"]);
    assert.deepEqual(spec(recording.find("security.istio.io/v1:AuthorizationPolicy users-from-tester")), {
      selector: { matchLabels: { app: "users" } },
      action: "ALLOW",
      rules: [
        {
          from: [{ source: { principals: ["cluster.local/ns/testing/sa/tester"] } }],
          to: [{ operation: { ports: ["8080"] } }],
        },
      ],
    });
  });

  it("can be changed where its arguments do not reach", async () => {
    const { find } = await made((mesh) =>
      mesh.service("users", {
        ...args,
        transform: {
          service: (service) => ({ ...service, metadata: { name: "renamed" } }),
          virtualService: ({ metadata, spec: routes }) => ({
            metadata,
            spec: { ...routes, exportTo: ["."] },
          }),
        },
      }),
    );
    assert.deepEqual(find("core/v1:Service users").inputs["metadata"], { name: "renamed" });
    assert.deepEqual(spec(find("networking.istio.io/v1:VirtualService users-vs"))["exportTo"], ["."]);
  });

  it("reports everything that is wrong with it at once", async () => {
    const faults = await faultsOf((mesh) =>
      mesh.service("Users", {
        ...args,
        namespace: "elsewhere",
        replicas: 0,
        versions: { v1: { weight: 90 }, v2: { weight: 20 } },
        canary: { ...canary, version: "v3", maxStep: 0 },
        breaker: { ...args.breaker, maxConnections: 0, maxEjectionPercent: 101 },
        timeout: "1 second",
      }),
    );
    assert.deepEqual(Object.keys(faults), [
      ...["name", "namespace", "replicas", "versions", "canary.version", "canary.maxStep"],
      ...["breaker.maxConnections", "breaker.maxEjectionPercent", "timeout"],
    ]);
    assert.equal(faults["versions"], 'is {"v1":90,"v2":20}; it must be weights that sum to 100, not to 110');
    assert.equal(faults["namespace"], `is "elsewhere"; it must be one of the mesh's: shop, testing`);
    assert.equal(faults["timeout"], 'is "1 second"; it must be at least the first try and 3 more, 8 s');
  });

  const illegal: [what: string, change: Partial<MeshServiceArgs>, path: string][] = [
    [
      "a weight above 100",
      { versions: { v1: { weight: 101 }, v2: { weight: -1 } }, canary },
      "versions.v1.weight",
    ],
    [
      "a weight that is not whole",
      { versions: { v1: { weight: 99.5 }, v2: { weight: 0.5 } }, canary },
      "versions.v2.weight",
    ],
    ["two versions without a canary", { versions }, "canary"],
    ["a canary without a second version", { canary }, "versions"],
    ["a version with an odd name", { versions: { "V-1": { weight: 100 } } }, "versions"],
    [
      "more pods at least than at most",
      { autoscale: { minReplicas: 3, maxReplicas: 2, targetCpuPercent: 50 } },
      "autoscale.maxReplicas",
    ],
    ["too many retries", { retries: { attempts: 11, perTry: "1 millisecond" } }, "retries.attempts"],
  ];
  for (const [what, change, path] of illegal) {
    it(`refuses ${what}`, async () => {
      const faults = await faultsOf((mesh) => mesh.service("users", { ...args, ...change }));
      assert.ok(path in faults, Object.keys(faults).join(", "));
    });
  }

  it("needs a name of its own", async () => {
    const faults = await faultsOf((mesh) => {
      mesh.service("users", args);
      mesh.client("users", { image: "shop.example/users:1", resources });
    });
    assert.deepEqual(faults, { name: 'is "users"; it must be the only workload of that name in the mesh' });
  });
});

describe("the mesh", () => {
  it("encrypts everything, allows nothing, and opens its gateway's port", async () => {
    const { find } = await made(() => undefined);
    const policies = "security.istio.io/v1:AuthorizationPolicy shop";
    const mtls = find("security.istio.io/v1:PeerAuthentication shop-strict-mtls");
    assert.deepEqual(mtls.inputs["metadata"], { name: "default", namespace: "istio-system" });
    assert.deepEqual(spec(mtls), { mtls: { mode: "STRICT" } });
    assert.deepEqual(spec(find(`${policies}-default-deny`)), {});
    assert.deepEqual(spec(find(`${policies}-gateway-open`)), {
      selector: { matchLabels: { istio: "ingressgateway" } },
      action: "ALLOW",
      rules: [{ to: [{ operation: { ports: ["80"] } }] }],
    });
  });

  it("admits its gateway to what is routed, on the routed paths only", async () => {
    const { find } = await made((mesh) => {
      const users = mesh.service("users", args);
      mesh.route({ "/users": users, "/people": users });
    });
    const [rule] = spec(find("security.istio.io/v1:AuthorizationPolicy users-from-istio-ingressgateway"))[
      "rules"
    ] as {
      to: { operation: unknown }[];
    }[];
    assert.deepEqual(rule?.to, [
      { operation: { ports: ["8080"], paths: ["/users", "/users/*", "/people", "/people/*"] } },
    ]);
  });

  it("has one table of routes", async () => {
    const faults = await faultsOf((mesh) => {
      const users = mesh.service("users", args);
      mesh.route({ "/users": users }).route({ "/people": users });
    });
    assert.deepEqual(Object.keys(faults), ["routes"]);
  });

  it("refuses namespaces that are not its own to take", async () => {
    await record("dev", {}, () => {
      assert.throws(
        () => new IstioMesh("shop", { ...meshArgs, namespaces: ["shop", "shop", "istio-system"] }),
        /namespaces\[1\] is "shop"; it must be named once\n.*namespaces\[2\] is "istio-system"/,
      );
      return {};
    });
  });
});
