import assert from "node:assert/strict";
import { readPods } from "./kubectl";

type PodObject = Parameters<typeof readPods>[0]["items"][number];

function pod(overrides: {
  readonly spec?: object;
  readonly status?: object;
  readonly metadata?: object;
}): PodObject {
  return {
    metadata: { name: "order-service-1", namespace: "shop", ...overrides.metadata },
    spec: { containers: [{ name: "order-service" }, { name: "istio-proxy" }], ...overrides.spec },
    status: {
      phase: "Running",
      conditions: [{ type: "Ready", status: "True" }],
      containerStatuses: [
        { ready: true, restartCount: 1 },
        { ready: true, restartCount: 2 },
      ],
      ...overrides.status,
    },
  };
}

describe("pods, as the API server prints them", () => {
  it("are ready when their condition says so; restarts add up", () => {
    assert.deepEqual(readPods({ items: [pod({})] }), [
      {
        ...{ namespace: "shop", name: "order-service-1", phase: "Running", containers: 2, ready: 2 },
        ...{ hasProxy: true, restarts: 3, reason: undefined },
      },
    ]);
  });

  it("count a sidecar that is an init container, and no other init container", () => {
    const [found] = readPods({
      items: [
        pod({
          spec: {
            containers: [{ name: "order-service" }],
            initContainers: [{ name: "istio-init" }, { name: "istio-proxy", restartPolicy: "Always" }],
          },
          status: { initContainerStatuses: [{ name: "istio-proxy", ready: true, restartCount: 0 }] },
        }),
      ],
    });
    assert.equal(found?.containers, 2);
    assert.equal(found.hasProxy, true);
  });

  const notReady = [
    {
      name: "a container that waits",
      status: {
        conditions: [{ type: "Ready", status: "False", message: "containers with unready status" }],
        containerStatuses: [
          { ready: false, restartCount: 0, state: { waiting: { reason: "ErrImageNeverPull" } } },
          { ready: true, restartCount: 0 },
        ],
      },
      reason: "ErrImageNeverPull",
    },
    {
      name: "a probe that fails",
      status: { conditions: [{ type: "Ready", status: "False", message: "containers with unready status" }] },
      reason: "containers with unready status",
    },
    {
      name: "nothing known yet",
      status: { phase: "Pending", conditions: [], containerStatuses: [] },
      reason: "Pending",
    },
  ];
  for (const { name, status, reason } of notReady) {
    it(`are not ready, with the reason: ${name}`, () => {
      const [found] = readPods({ items: [pod({ status })] });
      assert.equal(found?.reason, reason);
      assert.ok(found.ready < found.containers);
    });
  }

  it("leave out those that have ended or are being removed", () => {
    const items = [
      pod({ status: { phase: "Succeeded" } }),
      pod({ metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } }),
    ];
    assert.deepEqual(readPods({ items }), []);
  });
});
