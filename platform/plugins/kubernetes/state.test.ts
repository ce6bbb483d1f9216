import assert from "node:assert/strict";
import { keyFromId } from "./objects";
import { stuckReason } from "./remove";
import { fieldManager, isManagedBy, stateOf } from "./state";
import { parseToken } from "./type-token";

describe("field managers", () => {
  it("are one per resource, and stay with the object when the resource is renamed", () => {
    const manager = fieldManager("urn:a");
    assert.match(manager, /^pulumi-kubernetes-[0-9a-f]{8}$/);
    assert.notEqual(manager, fieldManager("urn:b"));
    const state = stateOf({ kind: "ConfigMap", metadata: { managedFields: [] } }, manager);
    assert.equal(fieldManager("urn:b", state.values), manager);
  });

  it("tell a resource's own object from others'", () => {
    const object = (manager: string, operation: string) => ({
      metadata: { managedFields: [{ manager, operation }] },
    });
    assert.ok(isManagedBy(object("me", "Apply"), "me"));
    assert.ok(!isManagedBy(object("me", "Update"), "me"));
    assert.ok(!isManagedBy(object("kubectl", "Apply"), "me"));
  });
});

describe("identity", () => {
  it("is read from tokens and ids", () => {
    assert.deepEqual(parseToken("kubernetes:core/v1:Pod"), { apiVersion: "v1", kind: "Pod" });
    assert.deepEqual(parseToken("kubernetes:apps/v1:Deployment"), {
      apiVersion: "apps/v1",
      kind: "Deployment",
    });
    assert.equal(parseToken("kubernetes:helm.sh/v3:Release"), undefined);
    assert.equal(keyFromId("ns/x", "v1", "Pod").namespace, "ns");
    assert.equal(keyFromId("x", "v1", "Namespace").namespace, undefined);
  });
});

describe("an object that does not go", () => {
  it("names its finalizers, or the namespace's own explanation", () => {
    assert.match(stuckReason({ metadata: { finalizers: ["a/b"] } }), /finalizers a\/b/);
    const conditions = [
      { type: "NamespaceContentRemaining", status: "True", message: "pods. has 1 instances" },
    ];
    assert.equal(stuckReason({ metadata: {}, status: { conditions } }), "pods. has 1 instances");
  });
});
