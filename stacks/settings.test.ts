import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parseSettings } from "./settings";

const digest = `sha256:${"a".repeat(64)}`;
const tagged = {
  "user-service": "shop.example/user-service:1",
  "order-service": "shop.example/order-service:1",
  "payment-service": "shop.example/payment-service:1",
  "load-tester": "shop.example/load-tester:1",
};
const pinned = {
  "user-service": `shop.example/user-service@${digest}`,
  "order-service": `shop.example/order-service@${digest}`,
  "payment-service": `shop.example/payment-service@${digest}`,
};
const istio = { chartRepository: "https://charts.example", version: "1.31.4" };
const folders = { charts: { base: "/b", istiod: "/i", gateway: "/g" }, hub: "hub.example", tag: "1" };

/** Settings as Pulumi hands them over. */
function configured(settings: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(settings).map(([key, value]) => [
    `pattern-mesh:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

const parse = (stack: string, settings: Readonly<Record<string, unknown>>) =>
  parseSettings(stack, configured({ istio, images: stack === "dev" ? tagged : pinned, ...settings }));

/** The lines of the report, one per fault. */
function faults(stack: string, settings: Readonly<Record<string, unknown>>): string[] {
  try {
    parse(stack, settings);
  } catch (error) {
    assert.ok(error instanceof pulumi.RunError, String(error));
    const lines = error.message.split("\n").filter((line) => line.startsWith("  "));
    return lines.map((line) => line.trim());
  }
  return [];
}

describe("the settings", () => {
  for (const stack of ["dev", "staging", "prod"] as const) {
    it(`of ${stack} need images and Istio, and have defaults for the rest`, () => {
      const settings = parse(stack, {});
      assert.equal(settings.environment, stack);
      assert.equal(settings.canaryWeight, 10);
      assert.equal(settings.maxCanaryStep, 20);
      assert.equal(settings.labCompatibility, stack === "dev");
      assert.equal(settings.loadTester !== undefined, stack === "dev");
      const { env, breaker, retries } = settings.services["payment-service"];
      assert.equal(env["FAULT_SWITCH"], stack === "dev" ? "on" : "off");
      assert.deepEqual(retries, { attempts: 3, perTry: "2 seconds" });
      assert.deepEqual(
        [
          breaker.maxConnections,
          breaker.maxPendingRequests,
          breaker.maxRequestsPerConnection,
          breaker.consecutiveErrors,
        ],
        [10, 10, 2, 3],
      );
    });
  }

  it("change single numbers of a service and leave the others", () => {
    const services = { "payment-service": { replicas: 5, breaker: { maxConnections: 99 } } };
    const usual = parse("dev", {}).services;
    const changed = parse("dev", { services }).services;
    assert.deepEqual(changed["order-service"], usual["order-service"]);
    assert.deepEqual(changed["payment-service"], {
      ...usual["payment-service"],
      replicas: 5,
      breaker: { ...usual["payment-service"].breaker, maxConnections: 99 },
    });
  });

  it("take one image of user-service, or one per version", () => {
    assert.deepEqual(parse("dev", {}).userImages, { v1: tagged["user-service"], v2: tagged["user-service"] });
    const perVersion = { v1: "shop.example/user-service:1", v2: "shop.example/user-service:2" };
    const settings = parse("dev", { images: { ...tagged, "user-service": perVersion } });
    assert.deepEqual(settings.userImages, perVersion);
  });

  it("take Istio from a repository or from folders", () => {
    assert.deepEqual(parse("dev", {}).istio, {
      charts: { repository: "https://charts.example", version: "1.31.4" },
    });
    assert.deepEqual(parse("dev", { istio: { ...folders, upstreamEnvoy: true } }).istio, {
      ...folders,
      upstreamEnvoy: true,
    });
  });

  it("ignore other namespaces", () => {
    const config = { ...configured({ istio, images: tagged }), "aws:region": "eu-central-1" };
    assert.equal(parseSettings("dev", config).environment, "dev");
  });

  it("know three environments", () => {
    for (const stack of ["qa", "Dev", "", "toString"]) {
      assert.throws(
        () => parseSettings(stack, {}),
        new pulumi.RunError(
          `There is no environment "${stack}": the stack's name must be one of dev, staging, prod.`,
        ),
      );
    }
  });

  it("report everything that is wrong at once", () => {
    const wrong = {
      canaryWeight: 101,
      maxCanaryStep: 0,
      testTraffic: "yes",
      canaryWieght: 20,
      images: { ...tagged, "load-tester": "no-tag" },
      services: { "payment-service": { replicas: 0, breaker: { interval: "30s" } } },
    };
    assert.deepEqual(faults("dev", wrong), [
      'images.load-tester is "no-tag"; it must be an image reference with a tag or digest, ' +
        "such as shop.example/user-service:1.4.0",
      "canaryWeight is 101; it must be a whole number from 0 to 100",
      "maxCanaryStep is 0; it must be a whole number from 1 to 100",
      'testTraffic is "yes"; it must be true or false',
      "canaryWieght is 20; it must be left out: the settings are images, istio, canaryWeight, maxCanaryStep, " +
        "labCompatibility, testTraffic, services",
      "services.payment-service.replicas is 0; it must be a whole number from 1 to 100",
      'services.payment-service.breaker.interval is "30s"; it must be a whole number above 0 and a unit, ' +
        'such as "30 seconds"',
    ]);
  });

  const number = "it must be a whole number from 0 to 100";
  const wrong: [what: string, stack: string, settings: Record<string, unknown>, fault: string][] = [
    ["a weight below 0", "dev", { canaryWeight: -1 }, `canaryWeight is -1; ${number}`],
    ["a weight that is not whole", "dev", { canaryWeight: 10.5 }, `canaryWeight is 10.5; ${number}`],
    ["a weight in words", "dev", { canaryWeight: "ten" }, `canaryWeight is "ten"; ${number}`],
    ["a weight in an object", "dev", { canaryWeight: { v2: 10 } }, `canaryWeight is {"v2":10}; ${number}`],
    [
      "a step above 100",
      "dev",
      { maxCanaryStep: 101 },
      "maxCanaryStep is 101; it must be a whole number from 1",
    ],
    [
      "services as a list",
      "dev",
      { services: [] },
      "services is []; it must be an object of numbers by user-service",
    ],
    [
      "a service that is not there",
      "dev",
      { services: { carts: {} } },
      "services.carts is {}; it must be left out",
    ],
    [
      "an unknown number",
      "dev",
      { services: { "user-service": { pods: 2 } } },
      "services.user-service.pods is 2;",
    ],
    ["no images", "dev", { images: {} }, "images.user-service is missing; it must be an image reference"],
    [
      "images that are not an object",
      "dev",
      { images: "user-service" },
      'images is "user-service"; it must be an',
    ],
    ["an unknown image", "dev", { images: { ...tagged, carts: "a.example/b:1" } }, "images.carts is"],
    [
      "an image by tag in prod",
      "prod",
      { images: { ...pinned, "user-service": "shop.example/user-service:1" } },
      'images.user-service is "shop.example/user-service:1"; it must be by digest outside dev',
    ],
    [
      "an image of a version by tag",
      "prod",
      {
        images: {
          ...pinned,
          "user-service": { v1: pinned["user-service"], v2: "shop.example/user-service:2" },
        },
      },
      'images.user-service.v2 is "shop.example/user-service:2"; it must be by digest outside dev',
    ],
    [
      "a short digest",
      "prod",
      { images: { ...pinned, "order-service": "a.example/b@sha256:12" } },
      "images.order-service is",
    ],
    [
      "the lab's requests in prod",
      "prod",
      { labCompatibility: true },
      "labCompatibility is true; it must be false outside dev",
    ],
    [
      "test traffic in staging",
      "staging",
      { testTraffic: true },
      "testTraffic is true; it must be false outside dev",
    ],
    [
      "a chart repository without a version",
      "dev",
      { istio: { chartRepository: "https://charts.example" } },
      "istio.version is missing; it must be a version such as 1.31.4",
    ],
    [
      "folders without images",
      "dev",
      { istio: { charts: folders.charts } },
      "istio.hub is missing; it must be",
    ],
    [
      "relative folders",
      "dev",
      { istio: { ...folders, charts: { ...folders.charts, base: "base" } } },
      'istio.charts.base is "base"; it must be an absolute path',
    ],
    [
      "Istio in words",
      "dev",
      { istio: "latest" },
      'istio is "latest"; it must be an object with chartRepository',
    ],
    [
      "a gateway of an odd type",
      "dev",
      { istio: { ...istio, gateway: { serviceType: "NodePort" } } },
      'istio.gateway.serviceType is "NodePort"; it must be LoadBalancer or ClusterIP',
    ],
  ];
  for (const [what, stack, settings, fault] of wrong) {
    it(`refuse ${what}`, () => {
      const found = faults(stack, settings);
      assert.ok(
        found.some((line) => line.startsWith(fault)),
        `"${fault}" is not in:\n${found.join("\n")}`,
      );
    });
  }

  it("say where to correct them", () => {
    assert.throws(
      () => parse("prod", { canaryWeight: 200 }),
      /Pulumi\.prod\.yaml.*\n.*\n.*pulumi config set/,
    );
  });

  it("name Istio when it is missing", () => {
    assert.throws(
      () => parseSettings("dev", configured({ images: tagged })),
      /istio is missing; it must be an object/,
    );
  });
});
