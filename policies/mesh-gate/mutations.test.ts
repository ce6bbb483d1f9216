import assert from "node:assert/strict";
import { judge } from "../kit/judge";
import type { Source } from "../kit/resource";
import { changed, pathsIn, UNKNOWN } from "../kit/testing/values";
import type { Path } from "../kit/testing/values";
import { cleanShop } from "../kit/testing/shop";
import { meshGate } from "./pack";

/** [object, path below its properties, what to make of the value (undefined removes it), rules that must report]. */
type Mutation = readonly [string, string, (old: unknown) => unknown, ...string[]];

const removed = () => undefined;
const to = (value: unknown) => () => value;
const pods = "spec.template.metadata.labels";
const policy = "spec.trafficPolicy";

const MUTATIONS: readonly Mutation[] = [
  // Injection
  ["Namespace ecommerce-microservices", "metadata.labels", removed, "PM1001", "PM1003"],
  ["Namespace ecommerce-microservices", "metadata.labels.istio-injection", removed, "PM1001", "PM1003"],
  [
    "Namespace ecommerce-microservices",
    "metadata.labels.istio-injection",
    to("disabled"),
    "PM1001",
    "PM1003",
  ],
  ["Namespace ecommerce-microservices", "metadata.labels.istio-injection", to(true), "PM1001", "PM1003"],
  [
    "Namespace ecommerce-microservices",
    "metadata.labels",
    to({ "istio-injection": "enabled", "istio.io/rev": "x" }),
    "PM1001",
  ],
  [
    "Namespace ecommerce-microservices",
    "metadata.labels",
    to({ "istio.io/dataplane-mode": "ambient" }),
    "PM1001",
  ],
  ["Namespace testing", "metadata.name", to("elsewhere"), "PM1003"],
  ["Namespace testing", "metadata.name", removed, "PM1003"],
  [
    "Deployment user-service-v1",
    pods,
    to({ app: "user-service", version: "v1", "sidecar.istio.io/inject": "false" }),
    "PM1002",
  ],
  [
    "Deployment user-service-v1",
    "spec.template.metadata.annotations",
    to({ "sidecar.istio.io/inject": "false" }),
    "PM1002",
  ],
  ["Deployment user-service-v1", "spec.template.spec.hostNetwork", to(true), "PM1002"],
  ["Deployment user-service-v1", "spec.template", removed, "PM1202"],
  ["Deployment load-tester", "metadata.namespace", removed, "PM1003"],
  ["Deployment load-tester", "metadata.namespace", to("elsewhere"), "PM1003"],
  // Circuit breakers
  ["DestinationRule payment-service-cb", "", removed, "PM1101", "PM1201"],
  ["DestinationRule payment-service-cb", "spec.host", removed, "PM1101", "PM1201"],
  ["DestinationRule payment-service-cb", "spec.host", to("payments"), "PM1101", "PM1201"],
  ["DestinationRule payment-service-cb", "spec.host", to("order-service"), "PM1101", "PM1201"],
  [
    "DestinationRule payment-service-cb",
    "spec.host",
    to("payment-service.ecommerce-microservices"),
    "PM1101",
    "PM1201",
  ],
  ["DestinationRule payment-service-cb", "metadata.namespace", to("testing"), "PM1101", "PM1201"],
  [
    "DestinationRule payment-service-cb",
    "spec.workloadSelector",
    to({ matchLabels: { app: "x" } }),
    "PM1101",
    "PM1201",
  ],
  ["DestinationRule payment-service-cb", "spec", removed, "PM1101", "PM1102", "PM1201"],
  ["DestinationRule payment-service-cb", policy, removed, "PM1102"],
  ["DestinationRule payment-service-cb", policy, to({}), "PM1102"],
  ...["connectionPool", "connectionPool.tcp", "connectionPool.http", "outlierDetection"].flatMap((block) =>
    [removed, to({}), to(null)].map((change): Mutation => [
      "DestinationRule payment-service-cb",
      `${policy}.${block}`,
      change,
      "PM1102",
    ]),
  ),
  ...["connectionPool", "connectionPool.tcp", "connectionPool.http", "outlierDetection"].flatMap((block) =>
    [to([]), to("on")].map((change): Mutation => [
      "DestinationRule payment-service-cb",
      `${policy}.${block}`,
      change,
      "PM1102",
      "PM1103",
    ]),
  ),
  ...[
    "connectionPool.tcp.maxConnections",
    "connectionPool.http.http1MaxPendingRequests",
    "outlierDetection.consecutive5xxErrors",
    "outlierDetection.maxEjectionPercent",
  ].flatMap((number) =>
    [removed, to(0), to(-1), to("10"), to(1.5), to(null), to({})].map((change): Mutation => [
      "DestinationRule payment-service-cb",
      `${policy}.${number}`,
      change,
      "PM1102",
    ]),
  ),
  [
    "DestinationRule payment-service-cb",
    `${policy}.connectionPool.tcp.maxConnections`,
    to(2 ** 31 - 1),
    "PM1102",
  ],
  [
    "DestinationRule payment-service-cb",
    `${policy}.connectionPool.http.http1MaxPendingRequests`,
    to(2 ** 31 - 1),
    "PM1102",
  ],
  ["DestinationRule payment-service-cb", `${policy}.connectionPool.http.http2MaxRequests`, to(0), "PM1102"],
  ["DestinationRule payment-service-cb", `${policy}.outlierDetection.maxEjectionPercent`, to(101), "PM1102"],
  ["DestinationRule payment-service-cb", `${policy}.outlierDetection.consecutiveErrors`, to(3), "PM1102"],
  ...["interval", "baseEjectionTime"].flatMap((time) =>
    [to("30"), to("0s"), to(30), to("soon"), to("-5s")].map((change): Mutation => [
      "DestinationRule payment-service-cb",
      `${policy}.outlierDetection.${time}`,
      change,
      "PM1102",
    ]),
  ),
  [
    "DestinationRule payment-service-cb",
    `${policy}.portLevelSettings`,
    to([{ port: { number: 80 } }]),
    "PM1102",
  ],
  [
    "DestinationRule payment-service-cb",
    "spec.subsets.0.trafficPolicy",
    to({ outlierDetection: {} }),
    "PM1102",
  ],
  ["DestinationRule payment-service-cb", `${policy}.retryPolicy`, to({}), "PM1103"],
  ["DestinationRule payment-service-cb", `${policy}.connectionPools`, to({}), "PM1103"],
  ["DestinationRule payment-service-cb", `${policy}.connectionPool.https`, to({}), "PM1103"],
  ["DestinationRule payment-service-cb", `${policy}.connectionPool.tcp.maxConnection`, to(1), "PM1103"],
  ["DestinationRule payment-service-cb", `${policy}.connectionPool.http.maxRequests`, to(1), "PM1103"],
  ["DestinationRule payment-service-cb", `${policy}.outlierDetection.consecutive5xx`, to(1), "PM1103"],
  // Canary
  ["DestinationRule user-service-cb", "spec.subsets", removed, "PM1201", "PM1203"],
  ["DestinationRule user-service-cb", "spec.subsets", to([]), "PM1201", "PM1203"],
  [
    "DestinationRule user-service-cb",
    "spec.subsets",
    to({}),
    "PM1102",
    "PM1103",
    "PM1201",
    "PM1202",
    "PM1203",
    "PM1204",
  ],
  ["DestinationRule user-service-cb", "spec.subsets.0", removed, "PM1201", "PM1203"],
  ["DestinationRule user-service-cb", "spec.subsets.1", removed, "PM1201", "PM1203"],
  ["DestinationRule user-service-cb", "spec.subsets.1.name", removed, "PM1202", "PM1203"],
  ["DestinationRule user-service-cb", "spec.subsets.1.name", to("v3"), "PM1203"],
  ["DestinationRule user-service-cb", "spec.subsets.1.name", to("v1"), "PM1202", "PM1203"],
  ["DestinationRule user-service-cb", "spec.subsets.1.labels", removed, "PM1201", "PM1202"],
  ["DestinationRule user-service-cb", "spec.subsets.1.labels", to({}), "PM1201", "PM1202"],
  ["DestinationRule user-service-cb", "spec.subsets.1.labels.version", to("v1"), "PM1201", "PM1202"],
  ["DestinationRule user-service-cb", "spec.subsets.1.labels.version", to("v3"), "PM1201", "PM1202"],
  [
    "DestinationRule user-service-cb",
    "spec.subsets.1.labels.version",
    to(2),
    "PM1201",
    "PM1202",
    "PM1203",
    "PM1204",
  ],
  ["DestinationRule user-service-cb", "spec.subsets.1.labels.tier", to("gold"), "PM1201", "PM1202"],
  ["Deployment user-service-v2", "", removed, "PM1202"],
  ["Deployment user-service-v2", "metadata.namespace", to("testing"), "PM1202"],
  ["Deployment user-service-v2", pods, removed, "PM1202"],
  ["Deployment user-service-v2", `${pods}.app`, removed, "PM1202"],
  ["Deployment user-service-v2", `${pods}.app`, to("users"), "PM1202"],
  ["Deployment user-service-v2", `${pods}.version`, removed, "PM1201", "PM1202"],
  ["Deployment user-service-v2", `${pods}.version`, to(""), "PM1201", "PM1202"],
  ["Deployment user-service-v2", `${pods}.version`, to("v3"), "PM1201", "PM1202"],
  ["Deployment user-service-v2", `${pods}.version`, to("v1"), "PM1202"],
  ["Service user-service", "spec.selector.app", to("users"), "PM1202"],
  ["VirtualService user-service-canary", "spec.http.0.route.0.destination.subset", removed, "PM1203"],
  ["VirtualService user-service-canary", "spec.http.0.route.0.destination.subset", to("v3"), "PM1203"],
  [
    "VirtualService user-service-canary",
    "spec.http.0.route.0.destination.host",
    to("user-service.ecommerce-microservices"),
    "PM1203",
  ],
  ["VirtualService user-service-canary", "spec.http.0.route.0.weight", to(50), "PM1204"],
  ["VirtualService user-service-canary", "spec.http.0.route", removed, "PM1204"],
  ["VirtualService user-service-canary", "spec.http.0.match", removed, "PM1204"],
  ["VirtualService user-service-canary", "spec.http.1.route.0", removed, "PM1204"],
  ["VirtualService user-service-canary", "spec.http.1.route.1", removed, "PM1204"],
  [
    "VirtualService user-service-canary",
    "spec.http.1.route.0.destination.subset",
    removed,
    "PM1203",
    "PM1204",
  ],
  ["VirtualService user-service-canary", "spec.http.1.route.0.destination.subset", to("v2"), "PM1204"],
  ["VirtualService user-service-canary", "spec.http.1.route.1.destination", removed, "PM1204"],
  ...[removed, to(-1), to(101), to("10"), to(11), to(9.5), to(null)].map((change): Mutation => [
    "VirtualService user-service-canary",
    "spec.http.1.route.1.weight",
    change,
    "PM1204",
  ]),
  [
    "VirtualService user-service-canary",
    "spec.http.1.mirror",
    to({ host: "user-service", subset: "v3" }),
    "PM1203",
  ],
];

const uses = meshGate.entries;

function shopWith(title: string, path: Path, change: (old: unknown) => unknown): Source[] {
  return cleanShop().flatMap((source) => {
    if (`${source.type.split(":")[2] ?? ""} ${source.name}` !== title) return [source];
    const props = changed(source.props, path, change);
    return props === undefined ? [] : [{ ...source, props }];
  });
}

const codes = (sources: readonly Source[]) =>
  [...new Set(judge(uses, sources).map(({ code }) => code))].sort();

describe("mesh-gate on a clean shop", () => {
  it("reports nothing", () => {
    assert.deepEqual(judge(uses, cleanShop()), []);
  });

  it("is the base of one mutation for every rule but no-patches", () => {
    const reporting = new Set(MUTATIONS.flatMap(([, , , ...expected]) => expected));
    const untested = uses.filter(({ rule }) => !reporting.has(rule.code)).map(({ rule }) => rule.name);
    assert.deepEqual(untested, ["no-patches"]);
  });

  for (const [title, place, change, ...expected] of MUTATIONS) {
    const path = place === "" ? [] : place.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const made = change("…");
    const becomes = made === undefined ? "removed" : JSON.stringify(made);
    it(`${title}: ${place} ${becomes} is reported by ${expected.join(", ")}`, () => {
      assert.deepEqual(codes(shopWith(title, path, change)), [...expected].sort());
    });
  }
});

describe("mesh-gate on values that are not known at preview", () => {
  for (const source of cleanShop()) {
    it(`reports each value of ${source.type} ${source.name} that it looks at`, () => {
      const others = cleanShop().filter(({ urn }) => urn !== source.urn);
      const seen = pathsRead([...others, source], source.urn);
      const paths = pathsIn(source.props).filter((path) => seen.has(path.join("/")));
      const silent = paths.filter((path) => {
        const props = changed(source.props, path, () => UNKNOWN);
        const findings = judge(uses, [...others, { ...source, props }]);
        return !findings.some(
          ({ urn, problem }) => urn === source.urn && problem.includes("cannot be decided"),
        );
      });
      assert.deepEqual(silent, []);
      assert.notEqual(
        source.type.includes("istio") && paths.length < 5,
        true,
        "the test must look at something",
      );
    });
  }
});

/** The places of one resource that the pack's rules read, with keys joined by "/". */
function pathsRead(sources: readonly Source[], urn: string): ReadonlySet<string> {
  const seen = new Set<string>();
  judge(
    uses,
    sources.map((source) =>
      source.urn === urn ? { ...source, props: recording(source.props, [], seen) } : source,
    ),
  );
  return seen;
}

function recording(value: unknown, above: Path, seen: Set<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(holder, key) {
      const inner = (holder as Record<string | symbol, unknown>)[key];
      if (typeof key === "symbol") return inner;
      const path = [...above, key];
      seen.add(path.join("/"));
      return recording(inner, path, seen);
    },
  });
}
