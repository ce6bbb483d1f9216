import assert from "node:assert/strict";
import { Concealed } from "./concealed";
import { Unjudgeable } from "./field";
import type { Field } from "./field";
import { Resource } from "./resource";
import { asEngineProps } from "./testing/engine";
import { secret, UNKNOWN } from "./testing/values";

const source = (props: unknown) => ({ type: "kubernetes:core/v1:Service", name: "api", urn: "urn", props });
const kind = { group: "", kind: "Service" };
const resource = (props: unknown) => new Resource(source(props), kind, new Concealed());

const fault = (read: () => unknown): [string, string, string] => {
  try {
    read();
  } catch (error) {
    if (error instanceof Unjudgeable) return [error.field.path, error.reason, error.wanted];
    throw error;
  }
  throw new Error("nothing was thrown");
};

const READERS: readonly ((field: Field) => unknown)[] = [
  (field) => field.text(),
  (field) => field.wholeNumber(),
  (field) => field.flag(),
  (field) => field.items(),
  (field) => field.keys(),
  (field) => field.labels(),
  (field) => field.isAbsent(),
];

describe("fields", () => {
  it("read what is there, plain, proxied and secret alike", () => {
    const spec = { name: "api", port: 80, on: false, tags: ["a", "b"], labels: { app: "api" }, none: null };
    for (const props of [{ spec }, asEngineProps({ spec }), { spec: secret(spec) }, secret({ spec })]) {
      const field = resource(props).at("spec");
      assert.equal(field.at("name").text(), "api");
      assert.equal(field.at("port").wholeNumber(), 80);
      assert.equal(field.at("on").flag(), false);
      assert.deepEqual(
        field
          .at("tags")
          .items()
          .map((tag) => tag.text()),
        ["a", "b"],
      );
      assert.deepEqual(field.at("labels").labels(), new Map([["app", "api"]]));
      assert.equal(field.at("none").isAbsent(), true);
      assert.equal(field.at("missing", "and", 7, "below").text(), undefined);
    }
  });

  it("throw in every reader where the value, or one above it, is not known", () => {
    for (const props of [{ spec: { port: UNKNOWN } }, asEngineProps({ spec: { port: UNKNOWN } })]) {
      for (const read of READERS) {
        assert.deepEqual(
          fault(() => read(resource(props).at("spec", "port"))),
          ["spec.port", "unknown", ""],
        );
        assert.deepEqual(
          fault(() => read(resource(props).at("spec", "port", "number"))),
          ["spec.port", "unknown", ""],
        );
      }
    }
  });

  it("take Pulumi's own marks of what is not known as such", () => {
    for (const unknown of [{ __pulumiUnknown: true }, { __pulumiOutput: true }, secret(UNKNOWN), () => 1]) {
      assert.deepEqual(
        fault(() => resource({ port: unknown }).at("port").text()),
        ["port", "unknown", ""],
      );
    }
  });

  it("throw where the type is wrong, and say which is right", () => {
    const { at } = {
      at: (...keys: (string | number)[]) => resource({ a: { b: "text" }, n: 1.5 }).at(...keys),
    };
    assert.deepEqual(
      fault(() => at("a", "b", "c").text()),
      ["a.b", "misfit", "an object"],
    );
    assert.deepEqual(
      fault(() => at("a", 0).text()),
      ["a", "misfit", "a list"],
    );
    assert.deepEqual(
      fault(() => at("n").wholeNumber()),
      ["n", "misfit", "a whole number"],
    );
    assert.deepEqual(
      fault(() => at("n").labels()),
      ["n", "misfit", "an object"],
    );
  });

  it("do not find what every object has", () => {
    assert.equal(resource({ labels: {} }).at("labels", "constructor").isAbsent(), true);
    assert.equal(resource({ labels: {} }).at("labels", "__proto__").isAbsent(), true);
  });

  it("show values in short and secrets not at all", () => {
    const shown = (value: unknown) => resource({ value }).at("value").shown;
    assert.equal(shown("a"), '"a"');
    assert.equal(shown("x".repeat(200)).length < 100, true);
    assert.equal(shown({ a: 1 }), "an object");
    assert.equal(shown(undefined), "absent");
    assert.equal(shown(secret("a")), "[secret]");
    assert.equal(shown(UNKNOWN), "a value that is not known yet");
  });
});

describe("resources", () => {
  it("have a title, whatever is missing", () => {
    assert.equal(resource({ metadata: { name: "api", namespace: "shop" } }).title, "Service shop/api");
    assert.equal(resource({ metadata: { name: UNKNOWN } }).title, 'Service default/(resource "api")');
    assert.equal(resource(null).title, 'Service default/(resource "api")');
  });

  it("go to the provider's namespace where they name none, if it is known", () => {
    const at = (defaultNamespace: string | null) =>
      new Resource({ ...source({}), defaultNamespace }, kind, new Concealed());
    assert.equal(at("shop").namespace, "shop");
    assert.deepEqual(
      fault(() => at(null).namespace),
      ["metadata.namespace", "absent", "the name of the namespace"],
    );
  });
});
