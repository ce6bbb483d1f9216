import assert from "node:assert/strict";
import { pathText } from "../provider/json";
import type { JsonObject } from "../provider/json";
import { diffObjects } from "./diff";

const object = (apiVersion: string, kind: string, rest: object = {}, metadata: object = {}): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: "x", namespace: "ns", ...metadata },
  ...rest,
});

const replacing = (oldInputs: JsonObject, inputs: JsonObject) =>
  diffObjects({ oldInputs, inputs })
    .changes.filter(({ replaces }) => replaces)
    .map(({ path }) => pathText(path));

describe("what replaces an object", () => {
  const cases: readonly [string, JsonObject, JsonObject, readonly string[]][] = [
    [
      "a Deployment's selector, not its replicas",
      object("apps/v1", "Deployment", { spec: { replicas: 1, selector: { matchLabels: { a: "1" } } } }),
      object("apps/v1", "Deployment", { spec: { replicas: 2, selector: { matchLabels: { a: "2" } } } }),
      ["spec.selector.matchLabels.a"],
    ],
    ["a name", object("v1", "ConfigMap"), object("v1", "ConfigMap", {}, { name: "y" }), ["metadata.name"]],
    [
      "a namespace",
      object("v1", "ConfigMap"),
      object("v1", "ConfigMap", {}, { namespace: "other" }),
      ["metadata.namespace"],
    ],
    ["another group", object("a.io/v1", "X"), object("b.io/v1", "X"), ["apiVersion"]],
    ["not another version", object("a.io/v1", "X"), object("a.io/v2", "X"), []],
    ["not a label", object("v1", "ConfigMap"), object("v1", "ConfigMap", {}, { labels: { a: "b" } }), []],
    [
      "a Service's address, but not the choice of one",
      object("v1", "Service", { spec: { clusterIP: "10.0.0.1" } }),
      object("v1", "Service", { spec: { clusterIP: "10.0.0.2" } }),
      ["spec.clusterIP"],
    ],
    [
      "not a first address",
      object("v1", "Service"),
      object("v1", "Service", { spec: { clusterIP: "10.0.0.2" } }),
      [],
    ],
    [
      "most of a StatefulSet, not its template",
      object("apps/v1", "StatefulSet", { spec: { serviceName: "a", template: { x: 1 }, replicas: 1 } }),
      object("apps/v1", "StatefulSet", { spec: { serviceName: "b", template: { x: 2 }, replicas: 2 } }),
      ["spec.serviceName"],
    ],
    [
      "a Pod's spec, not its images",
      object("v1", "Pod", { spec: { containers: [{ name: "c", image: "a" }], nodeName: "a" } }),
      object("v1", "Pod", { spec: { containers: [{ name: "c", image: "b" }], nodeName: "b" } }),
      ["spec.nodeName"],
    ],
    [
      "data that was declared immutable",
      object("v1", "ConfigMap", { immutable: true, data: { a: "1" } }),
      object("v1", "ConfigMap", { immutable: true, data: { a: "2" } }),
      ["data.a"],
    ],
    [
      "not other data",
      object("v1", "ConfigMap", { data: { a: "1" } }),
      object("v1", "ConfigMap", { data: { a: "2" } }),
      [],
    ],
    [
      "the role of a binding",
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "a" } }),
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "b" } }),
      ["roleRef.name"],
    ],
    [
      "a Job's template",
      object("batch/v1", "Job", { spec: { template: { a: 1 }, parallelism: 1 } }),
      object("batch/v1", "Job", { spec: { template: { a: 2 }, parallelism: 2 } }),
      ["spec.template.a"],
    ],
  ];
  for (const [title, before, after, expected] of cases) {
    it(title, () => {
      assert.deepEqual(replacing(before, after), expected);
    });
  }

  it("deletes the old one first exactly when the new one takes its name", () => {
    const before = object("v1", "Pod", { spec: { nodeName: "a" } });
    const after = object("v1", "Pod", { spec: { nodeName: "b" } });
    assert.equal(diffObjects({ oldInputs: before, inputs: after }).deleteBeforeReplace, true);
    const renamed = object("v1", "Pod", {}, { name: "y" });
    assert.equal(diffObjects({ oldInputs: before, inputs: renamed }).deleteBeforeReplace, false);
  });

  it("takes the namespace `default` as the one that is not named", () => {
    const before = object("v1", "Pod", {}, { namespace: "default" });
    const inputs: JsonObject = { apiVersion: "v1", kind: "Pod", metadata: { name: "x" } };
    assert.deepEqual(diffObjects({ oldInputs: before, inputs }).changes, []);
  });
});
