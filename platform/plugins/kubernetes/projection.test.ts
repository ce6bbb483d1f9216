import assert from "node:assert/strict";
import type { JsonObject } from "../provider/json";
import { importedInputs, projectObject } from "./projection";

const deployment = (containers: object[], rest: object = {}): JsonObject =>
  ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { template: { spec: { containers } }, ...rest },
  }) as JsonObject;

describe("the live object seen through the declared one", () => {
  it("keeps what the cluster only wrote otherwise", () => {
    const declared = deployment([{ name: "c", cpu: "1000m" }]);
    const seen = deployment([{ name: "c", cpu: "1", pull: "Always" }], { replicas: 1 });
    assert.deepEqual(projectObject(declared, seen, seen), declared);
    const live = deployment([{ name: "c", cpu: "2", pull: "Always" }], { replicas: 1 });
    assert.deepEqual(projectObject(declared, seen, live), deployment([{ name: "c", cpu: "2" }]));
  });

  it("leaves out what others added, and shows what they removed", () => {
    const declared = deployment([
      { name: "a", image: "x" },
      { name: "b", image: "y" },
    ]);
    const live = deployment(
      [
        { name: "z", image: "z" },
        { name: "a", image: "x" },
      ],
      { replicas: 3 },
    );
    assert.deepEqual(projectObject(declared, declared, live), deployment([{ name: "a", image: "x" }]));
  });

  it("counts every item of a custom resource's list", () => {
    const route = (...names: string[]): JsonObject => ({
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      spec: { http: names.map((name) => ({ name })) },
    });
    assert.deepEqual(projectObject(route("a"), route("a"), route("a", "b")), route("a", "b"));
  });

  it("compares stringData, which the cluster does not show, with the data", () => {
    const secret = (fields: object): JsonObject => ({ apiVersion: "v1", kind: "Secret", ...fields });
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const declared = secret({ stringData: { password: "a" } });
    const seen = secret({ data: { password: base64("a") } });
    assert.deepEqual(projectObject(declared, seen, seen), declared);
    const live = secret({ data: { password: base64("b") } });
    assert.deepEqual(projectObject(declared, seen, live), secret({ stringData: { password: "b" } }));
  });
});

describe("an import", () => {
  const live: JsonObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "x", uid: "1", resourceVersion: "2", managedFields: [], creationTimestamp: "t" },
    data: { a: "1" },
    status: { phase: "x" },
  };

  it("takes the object without what the cluster writes", () => {
    assert.deepEqual(importedInputs(live), {
      ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, data: { a: "1" } },
    });
  });

  it("takes what kubectl applied last, with the values of now", () => {
    const applied = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, data: { a: "0" } };
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(applied) };
    const object = { ...live, metadata: { name: "x", uid: "1", annotations } };
    assert.deepEqual(importedInputs(object), { ...applied, data: { a: "1" } });
  });
});
