import assert from "node:assert/strict";
import type * as k8s from "@pulumi/kubernetes";
import { type Workload, deploymentArgs } from "./workload";

const workload: Workload = {
  name: "users-v2",
  namespace: "shop",
  app: "users",
  version: "v2",
  image: "users:1",
  replicas: 3,
  env: { PORT: "8080" },
  resources: { requests: { cpu: "1m", memory: "1Mi" }, limits: { cpu: "2m", memory: "2Mi" } },
  port: 8080,
};

/** The arguments are plain data here, whatever inputs they could be. */
function podOf(from: Workload) {
  const args = deploymentArgs(from) as {
    spec: { replicas?: number; template: { spec: unknown; metadata: unknown } };
  };
  const pod = args.spec.template.spec as k8s.types.output.core.v1.PodSpec;
  const [container] = pod.containers;
  assert.ok(container);
  return { args, pod, container };
}

describe("the Deployment of a workload", () => {
  it("carries the labels that its Service and subset select", () => {
    const labels = { app: "users", version: "v2" };
    const { args } = podOf(workload);
    const { metadata, spec } = args as { metadata?: unknown; spec: Record<string, unknown> };
    assert.deepEqual(metadata, { name: "users-v2", namespace: "shop", labels });
    assert.deepEqual(spec["selector"], { matchLabels: labels });
    assert.deepEqual(args.spec.template.metadata, { labels });
  });

  it("runs without any privilege", () => {
    const { pod, container } = podOf(workload);
    assert.deepEqual(pod.securityContext, {
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    });
    assert.equal(pod.automountServiceAccountToken, false);
  });

  it("is probed on its port", () => {
    const { container } = podOf(workload);
    assert.deepEqual(container.ports, [{ name: "http", containerPort: 8080 }]);
    assert.deepEqual(container.readinessProbe.httpGet, { path: "/health", port: "http" });
    assert.deepEqual(container.livenessProbe.httpGet, { path: "/health", port: "http" });
  });

  it("is not probed without one", () => {
    const { port, ...client } = workload;
    assert.equal(port, 8080);
    const { container } = podOf(client);
    assert.ok(!("readinessProbe" in container) && !("livenessProbe" in container) && !("ports" in container));
  });

  it("leaves the number of pods to an autoscaler", () => {
    const { replicas, ...scaled } = workload;
    assert.equal(podOf(workload).args.spec.replicas, replicas);
    assert.ok(!("replicas" in podOf(scaled).args.spec));
  });
});
