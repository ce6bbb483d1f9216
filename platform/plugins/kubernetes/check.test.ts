import assert from "node:assert/strict";
import { objectAt, stringAt } from "../provider/json";
import type { JsonObject } from "../provider/json";
import { noProperties } from "../provider/properties";
import { checkObject } from "./check";

const check = (type: string, values: JsonObject, old: JsonObject = {}, namespace?: string) =>
  checkObject(
    {
      ...{ urn: "urn", type, name: "Cart", seed: Buffer.from("s") },
      old: { values: old, secrets: [] },
      inputs: { values, secrets: [] },
    },
    namespace,
  );

describe("check of an object", () => {
  it("fills in API version, kind and a name, and keeps that name at the next update", () => {
    const { inputs, faults } = check("kubernetes:core/v1:ConfigMap", { data: {} });
    assert.deepEqual(faults, []);
    assert.equal(inputs.values["apiVersion"], "v1");
    assert.equal(inputs.values["kind"], "ConfigMap");
    const name = stringAt(inputs.values, "metadata", "name");
    assert.match(name ?? "", /^cart-[0-9a-f]{8}$/);
    const next = checkObject(
      {
        ...{ urn: "urn", type: "kubernetes:core/v1:ConfigMap", name: "Cart", seed: Buffer.from("other") },
        ...{ old: inputs, inputs: noProperties },
      },
      undefined,
    );
    assert.equal(stringAt(next.inputs.values, "metadata", "name"), name);
    const given = check("kubernetes:core/v1:ConfigMap", {}, { metadata: { name: "declared" } });
    assert.notEqual(stringAt(given.inputs.values, "metadata", "name"), "declared");
  });

  it("takes the provider's namespace when the object names none", () => {
    const type = "kubernetes:networking.istio.io/v1:Gateway";
    const named = check(type, { metadata: { name: "g", namespace: "a" } }, {}, "shop");
    assert.equal(objectAt(named.inputs.values, "metadata")["namespace"], "a");
    const unnamed = check(type, { metadata: { name: "g" } }, {}, "shop");
    assert.equal(objectAt(unnamed.inputs.values, "metadata")["namespace"], "shop");
    assert.equal(unnamed.inputs.values["apiVersion"], "networking.istio.io/v1");
  });

  it("marks the data of a Secret", () => {
    const { inputs } = check("kubernetes:core/v1:Secret", { stringData: { a: "b" } });
    assert.deepEqual(inputs.secrets, [["data"], ["stringData"]]);
  });

  it("says what it does not support", () => {
    for (const type of [
      "core/v1:ConfigMapList",
      "core/v1:ConfigMapPatch",
      "yaml/v2:ConfigGroup",
      "helm.sh/v4:Chart",
    ]) {
      assert.equal(check(`kubernetes:${type}`, {}).faults.length, 1, type);
    }
    assert.match(
      check("kubernetes:core/v1:Pod", { metadata: 3 }).faults[0]?.reason ?? "",
      /must be an object/,
    );
  });
});
