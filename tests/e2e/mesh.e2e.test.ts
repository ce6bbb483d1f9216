import assert from "node:assert/strict";
import { run } from "../../platform/cluster/command";
import { clusterAccess, clusterStatus } from "../../platform/cluster/index";
import { hostPorts } from "../../platform/locations";
import { inLoadTester, kubectl, kubectlMust, objects, podsOf, shop } from "./cluster";
import { mesh, npmMust } from "./commands";

interface PodObject {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly containers: readonly { name: string }[];
    readonly initContainers?: readonly { name: string }[];
  };
  readonly status: {
    readonly podIP: string;
    readonly conditions: readonly { type: string; status: string }[];
  };
}

interface DeploymentObject {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { image: string }[] } };
  };
}

const meshNamespaces = ["ecommerce-microservices", "ecommerce-monolith", "testing"];
const { gateway } = clusterAccess().urls;

describe("the mesh", () => {
  it("has a proxy in every workload pod of its namespaces, and every pod is Ready", async () => {
    const pods = (await objects<PodObject>("pods", "-A")).filter(({ metadata }) =>
      meshNamespaces.includes(metadata.namespace),
    );
    const names = pods.map(({ metadata }) => metadata.name.replace(/(-[0-9a-f]{7,10})?-[0-9a-z]{5}$/, ""));
    assert.deepEqual([...new Set(names)].sort(), [
      ...["load-tester", "order-service", "payment-service", "user-service-v1", "user-service-v2"],
    ]);
    for (const { metadata, spec, status } of pods) {
      const containers = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name);
      assert.ok(containers.includes("istio-proxy"), `${metadata.name} has ${containers.join(", ")}`);
      assert.equal(status.conditions.find(({ type }) => type === "Ready")?.status, "True", metadata.name);
    }
  });

  it("labels its three namespaces for injection", async () => {
    const labelled = await objects<PodObject>("namespaces", "-l", "istio-injection=enabled");
    assert.deepEqual(labelled.map(({ metadata }) => metadata.name).sort(), [...meshNamespaces].sort());
  });

  describe("through the gateway", () => {
    const routes = [
      { path: "/api/users", service: "user-service" },
      { path: "/api/orders", service: "order-service" },
    ];
    for (const { path, service } of routes) {
      it(`${path} is answered by ${service}`, async () => {
        const response = await fetch(gateway + path);
        assert.equal(response.status, 200);
        assert.equal(((await response.json()) as { service: string }).service, service);
      });
    }

    it("an unknown path is 404", async () => {
      assert.equal((await fetch(`${gateway}/api/nothing`)).status, 404);
    });
  });

  describe("against a caller", () => {
    const outsider = "mesh-outsider";

    before(async () => {
      const [tester] = await objects<DeploymentObject>("deployments", "-n", "testing");
      const image = tester?.spec.template.spec.containers[0]?.image;
      await kubectlMust(["apply", "-f", "-"], JSON.stringify(outsiderObjects(outsider, image ?? "")));
      await kubectlMust(["wait", "-n", outsider, "pod/caller", "--for=condition=Ready", "--timeout=90s"]);
    });

    after(() => kubectlMust(["delete", "namespace", outsider, "--wait=true"]));

    it("in a namespace without the label there is no proxy", async () => {
      const [pod] = await objects<PodObject>("pods", "-n", outsider);
      assert.deepEqual(
        pod?.spec.containers.map(({ name }) => name),
        ["caller"],
      );
      assert.equal((pod.spec.initContainers ?? []).length, 0);
    });

    it("without a proxy, a plaintext call to a pod is refused (STRICT mTLS)", async () => {
      const [pod] = await objects<PodObject>("pods", "-n", shop, "-l", "app=user-service");
      const { exitCode, stdout, stderr } = await kubectl([
        ...["exec", "-n", outsider, "caller", "--", "curl", "-sS", "--max-time", "10"],
        `http://${pod?.status.podIP ?? ""}:8080/api/users`,
      ]);
      assert.equal(stdout, "");
      assert.match(stderr, /Connection reset by peer/);
      assert.notEqual(exitCode, 0);
    });

    it("that no one allowed gets 403 (RBAC)", async () => {
      const [user] = await podsOf("user-service");
      const answer = await kubectlMust([
        ...["exec", "-n", shop, user ?? "", "--", "/usr/bin/node", "-e"],
        `fetch("http://payment-service/api/payments").then(async r=>console.log(r.status, await r.text()))`,
      ]);
      assert.match(answer, /^403 RBAC: access denied/);
    });

    it("that is allowed gets an answer", async () => {
      const answer = await inLoadTester("curl", "-s", `http://payment-service.${shop}/api/payments`);
      assert.equal((JSON.parse(answer) as { service: string }).service, "payment-service");
    });
  });

  it("passes the lab's checks, as a table and as JSON", async () => {
    const verdicts = JSON.parse(await npmMust("verify", ["--json"])) as readonly { passed: boolean }[];
    assert.ok(verdicts.length >= 9 && verdicts.every(({ passed }) => passed));
    assert.match(await npmMust("verify"), /every workload pod is ready and has a sidecar/);
  });

  it("is healthy by its status", async () => {
    const status = JSON.parse(await npmMust("status", ["--json"])) as {
      healthy: boolean;
      pods: readonly unknown[];
    };
    assert.equal(status.healthy, true);
    assert.ok(status.pods.length >= 10);
  });

  it("has the local AWS under one name, in pods and on the host", async () => {
    const health = `${clusterAccess().urls.aws}/_localstack/health`;
    assert.equal((await fetch(health)).status, 200);
    assert.equal(await inLoadTester("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", health), "200");
  });

  it("listens on the host's loopback only", async () => {
    const pids = (await clusterStatus()).map(({ pid }) => `pid=${pid ?? 0},`);
    const { stdout } = await run("ss", [
      "--tcp",
      "--udp",
      "--listening",
      "--numeric",
      "--processes",
      "--no-header",
    ]);
    const ours = stdout.split("\n").filter((line) => pids.some((pid) => line.includes(pid)));
    const addresses = ours.map((line) => line.split(/\s+/)[4] ?? line);
    const { api, gateway: http, aws } = hostPorts();
    assert.deepEqual(addresses.sort(), [api, http, aws].map((port) => `127.0.0.1:${port}`).sort());
  });

  it("answers the lab's canary check as typed", async () => {
    const answer = await mesh(
      ...[
        "kubectl",
        "exec",
        "-n",
        "testing",
        "deployment/load-tester",
        "--",
        "curl",
        "-s",
        "-H",
        "canary: true",
      ],
      "http://user-service.ecommerce-microservices.svc.cluster.local/api/users",
    );
    assert.equal((JSON.parse(answer) as { version: string }).version, "v2");
  });
});

function outsiderObjects(namespace: string, image: string) {
  const security = {
    runAsNonRoot: true,
    runAsUser: 1000,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
  };
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "caller", namespace },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [{ name: "caller", image, imagePullPolicy: "IfNotPresent", securityContext: security }],
        },
      },
    ],
  };
}
