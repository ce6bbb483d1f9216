import assert from "node:assert/strict";
import type { JsonObject } from "../../provider/json";
import { claimReadiness, definitionReadiness, serviceReadiness } from "./others";
import { eventReasons, podReasons } from "./pod-reasons";
import type { Readiness } from "./readiness";
import {
  daemonSetReadiness,
  deploymentReadiness,
  jobReadiness,
  podReadiness,
  statefulSetReadiness,
} from "./workloads";

const shown = (readiness: Readiness) =>
  readiness.state === "ready" ? "ready" : `${readiness.state}: ${readiness.reason}`;
const condition = (type: string, status: string, rest: object = {}) => ({ type, status, ...rest });
const workload = (spec: object, status: object): JsonObject =>
  ({ metadata: { generation: 2 }, spec, status: { observedGeneration: 2, ...status } }) as JsonObject;

describe("readiness of a Deployment", () => {
  const judge = (status: object, replicas = 2) => shown(deploymentReadiness(workload({ replicas }, status)));

  it("needs the new pods, only them, and available", () => {
    assert.equal(judge({ observedGeneration: 1 }), "waiting: waiting for the controller to see the change");
    assert.equal(judge({ updatedReplicas: 1 }), "waiting: 1 of 2 pods made");
    assert.equal(judge({ updatedReplicas: 2, replicas: 3 }), "waiting: 1 old pods are still there");
    const made = { updatedReplicas: 2, replicas: 2 };
    assert.equal(judge({ ...made, availableReplicas: 1 }), "waiting: 1 of 2 pods available");
    assert.equal(judge({ ...made, availableReplicas: 2 }), "ready");
    assert.equal(judge({}, 0), "ready");
  });

  it("fails when its deadline has passed, and says why no pod is made", () => {
    const progressing = condition("Progressing", "False", {
      reason: "ProgressDeadlineExceeded",
      message: "late",
    });
    assert.equal(judge({ conditions: [progressing] }), "failed: ProgressDeadlineExceeded: late");
    const failure = condition("ReplicaFailure", "True", { reason: "FailedCreate", message: "quota" });
    assert.equal(judge({ conditions: [failure] }), "waiting: 0 of 2 pods made; FailedCreate: quota");
  });
});

describe("readiness of other kinds", () => {
  it("of a StatefulSet", () => {
    const judge = (status: object) => shown(statefulSetReadiness(workload({ replicas: 2 }, status)));
    assert.equal(judge({ readyReplicas: 1 }), "waiting: 1 of 2 pods ready");
    const revisions = { readyReplicas: 2, currentRevision: "a", updateRevision: "b", updatedReplicas: 1 };
    assert.equal(judge(revisions), "waiting: 1 of 2 pods updated");
    assert.equal(judge({ ...revisions, currentRevision: "b" }), "ready");
  });

  it("of a DaemonSet", () => {
    const judge = (status: object) =>
      shown(daemonSetReadiness(workload({}, { desiredNumberScheduled: 2, ...status })));
    assert.equal(judge({ updatedNumberScheduled: 1 }), "waiting: 1 of 2 pods updated");
    assert.equal(judge({ updatedNumberScheduled: 2, numberAvailable: 1 }), "waiting: 1 of 2 pods available");
    assert.equal(judge({ updatedNumberScheduled: 2, numberAvailable: 2 }), "ready");
  });

  it("of a Job and a Pod", () => {
    const conditions = [condition("Failed", "True", { reason: "BackoffLimitExceeded" })];
    assert.equal(shown(jobReadiness({ status: { conditions } })), "failed: BackoffLimitExceeded");
    assert.equal(shown(jobReadiness({ status: { conditions: [condition("Complete", "True")] } })), "ready");
    assert.equal(shown(podReadiness({ status: { phase: "Pending" } })), "waiting: the pod is Pending");
    assert.equal(
      shown(podReadiness({ status: { phase: "Running", conditions: [condition("Ready", "True")] } })),
      "ready",
    );
  });

  it("of a Service: one ready pod behind it, unless it selects none", () => {
    const service: JsonObject = { spec: { selector: { app: "x" } } };
    const slice = (ready: boolean) => ({ endpoints: [{ conditions: { ready } }] });
    assert.equal(shown(serviceReadiness(service, [])), "waiting: no pod matches its selector app=x");
    assert.equal(shown(serviceReadiness(service, [slice(false)])), "waiting: none of its 1 pods is ready");
    assert.equal(shown(serviceReadiness(service, [slice(false), slice(true)])), "ready");
    assert.equal(shown(serviceReadiness({ spec: {} }, [])), "ready");
    assert.equal(shown(serviceReadiness({ spec: { selector: { a: "b" }, clusterIP: "None" } }, [])), "ready");
    const balancer = { spec: { type: "LoadBalancer" } };
    assert.equal(shown(serviceReadiness(balancer, [])), "waiting: no load balancer has given it an address");
  });

  it("of a claim and a definition", () => {
    assert.equal(shown(claimReadiness({}, false)), "waiting: no volume is bound to it");
    assert.equal(shown(claimReadiness({}, true)), "ready");
    const established = { status: { conditions: [condition("Established", "True")] } };
    assert.equal(shown(definitionReadiness(established)), "ready");
    const refused = { status: { conditions: [condition("NamesAccepted", "False", { message: "taken" })] } };
    assert.equal(shown(definitionReadiness(refused)), "failed: taken");
  });
});

describe("the reasons of pods", () => {
  it("name what containers wait for and died of, and skip ready pods", () => {
    const pod = (name: string, status: object): JsonObject => ({ metadata: { name }, status }) as JsonObject;
    const scheduled = condition("PodScheduled", "True");
    const state = { waiting: { reason: "CrashLoopBackOff", message: "back-off" } };
    const lastState = { terminated: { exitCode: 3, reason: "Error" } };
    const crashing = { name: "app", state, lastState, restartCount: 2 };
    assert.deepEqual(
      podReasons([
        pod("a", { conditions: [scheduled], containerStatuses: [crashing] }),
        pod("b", { conditions: [condition("PodScheduled", "False", { message: "no node" })] }),
        pod("c", { conditions: [condition("Ready", "True")] }),
      ]),
      ["pod a: container app CrashLoopBackOff: back-off, exit code 3 (Error), 2 restarts", "pod b: no node"],
    );
  });

  it("tell the newest warnings once", () => {
    const event = (type: string, message: string, lastTimestamp: string) => ({
      type,
      message,
      lastTimestamp,
    });
    const events = [event("Warning", "old", "1"), event("Warning", "new", "2"), event("Warning", "new", "3")];
    assert.deepEqual(eventReasons([...events, event("Normal", "fine", "9")]), ["new", "old"]);
  });
});
