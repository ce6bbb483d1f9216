import assert from "node:assert/strict";
import fc from "fast-check";
import { httpRoutes } from "../shared/routing";
import { type CanaryStep, canaryShare, refuseStep } from "./canary-step-guard";

const host = "user-service.shop.svc.cluster.local";
const step: CanaryStep = {
  service: "user-service",
  host,
  version: "v2",
  maxStep: 20,
  weightSetting: "pattern-mesh:canaryWeight",
  stepSetting: "pattern-mesh:maxCanaryStep",
};
const percent = fc.integer({ min: 0, max: 100 });

function inputs(canary: number, paths = false) {
  const routing = {
    ...{ service: "user-service", host, port: 80 },
    weights: { v1: 100 - canary, v2: canary },
    canary: { version: "v2", header: "canary" },
    timeout: "10 seconds" as const,
    retries: { attempts: 1, perTry: "2 seconds" as const },
  };
  return { spec: { http: httpRoutes(routing, paths ? [{ uri: { prefix: "/api/users" } }] : []) } };
}

const weighted = (...targets: { host?: string; subset?: string; weight?: unknown }[]) => ({
  spec: {
    http: [
      {
        route: targets.map(({ weight, ...destination }) => ({
          destination: { host, ...destination },
          weight,
        })),
      },
    ],
  },
});

const refuse = (before: unknown, after: unknown, maxStep = 20) =>
  refuseStep({ ...step, maxStep }, "user-service-canary", before, after);

describe("the canary step guard", () => {
  it("names the resource, the weights, the largest step, the next weight and the settings", () => {
    assert.equal(
      refuse(inputs(10), inputs(60)),
      "VirtualService user-service-canary: the weight of user-service v2 would move from 10 % to 60 % in one update, " +
        "and the largest legal step is 20 points. Set pattern-mesh:canaryWeight to 30 next, " +
        "or raise pattern-mesh:maxCanaryStep.",
    );
  });

  it("holds on the way back as well, unless it is all the way", () => {
    assert.match(refuse(inputs(80), inputs(10)) ?? "", /from 80 % to 10 %.* to 60 next/);
    assert.equal(refuse(inputs(80), inputs(0)), undefined);
  });

  it("lets a first deployment pass", () => {
    assert.equal(refuse(undefined, inputs(60)), undefined);
    assert.equal(refuse({ spec: { http: [] } }, inputs(60)), undefined);
  });

  it("counts a version that was not there as 0", () => {
    assert.match(refuse(weighted({ subset: "v1" }), inputs(60)) ?? "", /from 0 % to 60 %/);
    assert.equal(refuse(weighted({ subset: "v1" }), inputs(20)), undefined);
  });

  it("does not pass what it cannot read", () => {
    const hidden = weighted({ subset: "v1", weight: 90 }, { subset: "v2", weight: "04da6b54-80e4-46f7" });
    assert.match(refuse(inputs(10), hidden) ?? "", /cannot be decided at preview.*pattern-mesh:canaryWeight/);
    assert.match(refuse(hidden, inputs(10)) ?? "", /cannot be decided at preview/);
  });

  it("looks at the routes of its own service only", () => {
    const other = weighted({ host: "other", subset: "v2", weight: 100 });
    assert.equal(canaryShare(step, other), "none");
    assert.equal(refuse(other, inputs(60)), undefined);
  });

  it("reads the gateway's routes like those of the mesh, and not the ones for a header", () => {
    for (const paths of [false, true]) assert.equal(canaryShare(step, inputs(10, paths)), 10);
  });

  it("refuses exactly the steps that are too large", () => {
    fc.assert(
      fc.property(percent, percent, fc.integer({ min: 1, max: 100 }), (before, after, maxStep) => {
        const legal = after === 0 || Math.abs(after - before) <= maxStep;
        assert.equal(refuse(inputs(before), inputs(after), maxStep) === undefined, legal);
      }),
    );
  });

  it("proposes a weight that it accepts, and that is nearer to the goal", () => {
    fc.assert(
      fc.property(percent, percent, fc.integer({ min: 1, max: 100 }), (before, after, maxStep) => {
        const refusal = refuse(inputs(before), inputs(after), maxStep);
        if (refusal === undefined) return;
        const next = Number(/ to (\d+) next/.exec(refusal)?.[1]);
        assert.equal(refuse(inputs(before), inputs(next), maxStep), undefined);
        assert.ok(Math.abs(after - next) < Math.abs(after - before));
      }),
    );
  });
});
