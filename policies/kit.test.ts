import assert from "node:assert/strict";
import { resolveConfig } from "./kit/config";
import { completedHost, resolveHost, wildcardCovers } from "./kit/istio/hosts";
import { durationMs } from "./kit/istio/duration";
import { judge } from "./kit/judge";
import { kindOfToken, tokenOf } from "./kit/kinds";
import { readManifests } from "./kit/manifests";
import { definePack } from "./kit/pack";
import { toPolicies } from "./kit/policies";
import type { Source } from "./kit/resource";
import { cleanShop } from "./kit/testing/shop";
import { meshGate } from "./mesh-gate/pack";
import { namespaceInjection } from "./rules/injection/namespace-injection";

describe("kinds", () => {
  it("are the same in every version", () => {
    for (const version of ["v1", "v1beta1", "v1alpha3"]) {
      assert.deepEqual(kindOfToken(`kubernetes:networking.istio.io/${version}:VirtualService`), {
        group: "networking.istio.io",
        kind: "VirtualService",
      });
    }
    assert.deepEqual(kindOfToken("kubernetes:core/v1:Pod"), kindOfToken("kubernetes:v1:Pod"));
    assert.equal(kindOfToken("pattern-mesh:index:MeshService"), undefined);
    assert.equal(tokenOf("v1", "Pod"), "kubernetes:core/v1:Pod");
  });
});

describe("hosts", () => {
  it("are completed as Istio does", () => {
    assert.equal(resolveHost("api", "shop"), "api.shop.svc.cluster.local");
    assert.equal(resolveHost("api.shop", "shop"), "api.shop");
    assert.equal(resolveHost("*", "shop"), "*");
    assert.equal(completedHost("api.shop.svc"), "api.shop.svc.cluster.local");
    assert.equal(completedHost("api.example.com"), undefined);
    assert.equal(wildcardCovers("*.shop.svc.cluster.local", "api.shop.svc.cluster.local"), true);
    assert.equal(wildcardCovers("*.web.svc.cluster.local", "api.shop.svc.cluster.local"), false);
  });
});

describe("durations", () => {
  it("are read in every unit", () => {
    assert.deepEqual(["30s", "1m30s", "500ms", "1.5h"].map(durationMs), [30_000, 90_000, 500, 5_400_000]);
    assert.deepEqual(["", "30", "s", "-5s", "5 s", "5d"].map(durationMs), Array(6).fill(undefined));
  });
});

describe("configuration of rules", () => {
  const shape = {
    names: { type: "strings", default: ["a"], description: "" },
    limit: { type: "whole number", default: 3, minimum: 1, maximum: 5, description: "" },
  } as const;

  it("takes defaults for what is left out", () => {
    assert.deepEqual(resolveConfig("r", shape, { limit: 5 }), { names: ["a"], limit: 5 });
  });

  it("lists every fault with the value and the legal form", () => {
    assert.throws(() => resolveConfig("r", shape, { names: "a", limit: 6, other: 1 }), {
      message:
        "Configuration of policy r: other is not a setting of this rule (it has: names, limit); " +
        'names is "a", but must be a list of texts; limit is 6, but must be a whole number from 1 to 5',
    });
  });

  it("is checked when a pack is made", () => {
    const entry = { rule: namespaceInjection, level: "mandatory" } as const;
    const pack = { name: "p", description: "" };
    assert.throws(
      () => definePack({ ...pack, entries: [{ ...entry, config: { allow: true } }] }),
      /allow is not/,
    );
    assert.throws(
      () => definePack({ ...pack, entries: [entry, entry] }),
      /more than once: namespace-injection/,
    );
  });

  it("reaches the engine as a schema with defaults", () => {
    const [policy] = toPolicies(meshGate);
    assert.deepEqual(policy?.configSchema?.properties["allowAmbient"], {
      type: "boolean",
      default: false,
      description:
        "Whether a namespace may join the mesh without sidecars, by istio.io/dataplane-mode: ambient.",
    });
  });
});

describe("manifests", () => {
  it("are documents with a kind; others are left out", () => {
    const found = readManifests("{ apiVersion: v1, kind: Pod }\n---\n---\ntext\n---\n{ kind: Pod }");
    assert.deepEqual(
      found.map(({ type, urn }) => [type, urn]),
      [["kubernetes:core/v1:Pod", "document 1"]],
    );
  });

  it("that cannot be read are refused with the place", () => {
    assert.throws(() => readManifests("a: [1\nb: }"), /The YAML cannot be read:[^]*line 2/);
  });
});

describe("judging", () => {
  it("says one undecidable value once, however many rules of a stack depend on it", () => {
    const sources = [...readManifests("{ apiVersion: v1, kind: Namespace }"), ...cleanShop()];
    const inNamespace = judge(meshGate.entries, sources).filter(
      ({ rule }) => rule === "workload-in-mesh-namespace",
    );
    assert.equal(inNamespace.length, 1);
  });

  it("reads each resource about as often in a stack of any size", () => {
    const perResource = [10, 40].map((count) => {
      const sources = copies(count);
      let reads = 0;
      const counted = sources.map((source) => ({ ...source, props: counting(source.props, () => reads++) }));
      assert.deepEqual(judge(meshGate.entries, counted), []);
      return reads / sources.length;
    });
    const [few = 0, many = 0] = perResource;
    assert.ok(
      many < few * 1.2,
      `reads per resource: ${few} in a small stack, ${many} in one four times as large`,
    );
  });
});

/** Many services side by side in the namespaces of the clean shop. */
function copies(count: number): Source[] {
  const shop = cleanShop();
  const rename = (source: Source, index: number): Source => {
    const text = JSON.stringify(source.props).replaceAll(
      /((?:user|order|payment)-service|load-tester)/g,
      `$1-${index}`,
    );
    return { ...source, urn: `${source.urn}-${index}`, props: JSON.parse(text) as unknown };
  };
  const namespaces = shop.filter(({ type }) => type.endsWith(":Namespace"));
  const others = shop.filter(({ type }) => !type.endsWith(":Namespace"));
  return [
    ...namespaces,
    ...Array.from({ length: count }, (_, index) => others.map((o) => rename(o, index))).flat(),
  ];
}

function counting(value: unknown, count: () => void): unknown {
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get(holder, key) {
      count();
      return counting((holder as Record<string | symbol, unknown>)[key], count);
    },
  });
}
