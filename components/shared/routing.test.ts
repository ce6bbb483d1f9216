import assert from "node:assert/strict";
import fc from "fast-check";
import { type Routing, httpRoutes } from "./routing";

const host = "user-service.shop.svc.cluster.local";
const plain: Routing = {
  service: "user-service",
  host,
  port: 80,
  weights: { v1: 100 },
  timeout: "10 seconds",
  retries: { attempts: 3, perTry: "2 seconds" },
};
const canary: Routing = {
  ...plain,
  weights: { v1: 90, v2: 10 },
  canary: { version: "v2", header: "canary" },
};

const to = (subset: string, weight: number) => ({
  destination: { host, subset, port: { number: 80 } },
  weight,
});
const tries = {
  timeout: "10s",
  retries: {
    attempts: 3,
    perTryTimeout: "2s",
    retryOn: "connect-failure,refused-stream,reset-before-request",
  },
};

describe("the routes of a service", () => {
  it("with one version name its subset and the full weight", () => {
    assert.deepEqual(httpRoutes(plain), [{ name: "user-service-split", route: [to("v1", 100)], ...tries }]);
  });

  it("with a canary look at the header first, then split by weight", () => {
    assert.deepEqual(httpRoutes(canary), [
      {
        name: "user-service-by-header",
        match: [{ headers: { canary: { exact: "true" } } }],
        route: [to("v2", 100)],
        ...tries,
      },
      { name: "user-service-split", route: [to("v1", 90), to("v2", 10)], ...tries },
    ]);
  });

  it("below paths ask for path and header together", () => {
    const paths = [{ uri: { exact: "/a" } }, { uri: { prefix: "/a/" } }];
    const headers = { canary: { exact: "true" } };
    assert.deepEqual(
      httpRoutes(canary, paths).map(({ match }) => match),
      [
        [
          { uri: { exact: "/a" }, headers },
          { uri: { prefix: "/a/" }, headers },
        ],
        paths,
      ],
    );
  });

  it("always have weights that sum to 100, also where a version gets 0", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (weight) => {
        for (const { route = [] } of httpRoutes({ ...canary, weights: { v1: 100 - weight, v2: weight } })) {
          const weights = route.map((target) => target.weight ?? Number.NaN);
          assert.equal(
            weights.reduce((sum, one) => sum + one, 0),
            100,
          );
        }
      }),
    );
  });
});
