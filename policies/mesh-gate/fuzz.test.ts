import assert from "node:assert/strict";
import fc from "fast-check";
import { judge } from "../kit/judge";
import type { Source } from "../kit/resource";
import { cleanShop } from "../kit/testing/shop";
import { changed, pathsIn, secret, UNKNOWN } from "../kit/testing/values";
import { asEngineProps, Engine } from "../kit/testing/engine";
import { meshGate } from "./pack";

const uses = meshGate.entries;
const shop = cleanShop();

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;
const throwing = Object.defineProperty({}, "name", {
  enumerable: true,
  get: () => {
    throw new Error("no");
  },
});
const bare = Object.create(null) as object;

/** Values that no rule expects. */
const hostile = fc.oneof(
  fc.anything({
    withNullPrototype: true,
    withSparseArray: true,
    withDate: true,
    withMap: true,
    withBigInt: true,
  }),
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    UNKNOWN,
    secret("x"),
    secret(UNKNOWN),
    cyclic,
    throwing,
    bare,
    Symbol("s"),
    () => 1,
    NaN,
  ),
  fc.constantFrom<unknown>([UNKNOWN], { length: 3 }, { 0: "a" }, "x".repeat(100_000), { __proto__: null }),
  fc.constantFrom("__proto__", "constructor", "toString").map((key) => ({ [key]: UNKNOWN })),
);

const places = shop.flatMap((source) => [[], ...pathsIn(source.props)].map((path) => ({ source, path })));

describe("mesh-gate on hostile properties", () => {
  it("judges any value at any place without crashing, and says the same twice", () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, ({ source, path }, value) => {
        const sources = spoilt(source, path, value);
        assert.deepEqual(judge(uses, sources), judge(uses, sources));
      }),
      { numRuns: 2000 },
    );
  });

  it("judges them behind the engine's proxies as well", () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, ({ source, path }, value) => {
        const proxied = spoilt(source, path, value).map((entry) => ({
          ...entry,
          props: asEngineProps(entry.props as object),
        }));
        judge(uses, proxied);
      }),
      { numRuns: 1000 },
    );
  });

  it("answers the engine for any JSON", async () => {
    const engine = new Engine(meshGate);
    const tokens = fc.constantFrom(
      ...new Set(shop.map(({ type }) => type)),
      "kubernetes:core/v1:List",
      "aws:x:Y",
    );
    const resource = fc.record({ type: tokens, props: fc.dictionary(fc.string(), fc.jsonValue()) });
    await fc.assert(
      fc.asyncProperty(fc.array(resource, { maxLength: 5 }), async (resources) => {
        await engine.preview(
          resources.map((entry, index) => ({ ...entry, name: `${index}`, urn: `${index}` })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("repeats no secret, wherever it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), ({ source, path }) => {
        const findings = judge(uses, spoilt(source, path, secret("hunter2-secret")));
        assert.ok(!JSON.stringify(findings).includes("hunter2-secret"));
      }),
      { numRuns: 1000 },
    );
  });
});

function spoilt(source: Source, path: readonly (string | number)[], value: unknown): Source[] {
  return shop.map((entry) =>
    entry === source ? { ...entry, props: changed(entry.props, path, () => value) } : entry,
  );
}
