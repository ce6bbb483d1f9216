import assert from "node:assert/strict";
import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { diffResponse, parsePattern } from "./answers";
import { pathText } from "./json";
import type { Path } from "./json";

describe("the answer to a comparison", () => {
  const changes = [
    { path: ["spec", "replicas"], kind: "update", replaces: false },
    { path: ["spec", "selector", "a.b"], kind: "add", replaces: true },
  ] as const;

  it("tells each place, whether it replaces, and the order", () => {
    const response = diffResponse({ changes, deleteBeforeReplace: true });
    const details = response.getDetaileddiffMap();
    assert.equal(details.get("spec.replicas")?.getKind(), PropertyDiff.Kind.UPDATE);
    assert.equal(details.get('spec.selector["a.b"]')?.getKind(), PropertyDiff.Kind.ADD_REPLACE);
    assert.deepEqual(response.getReplacesList(), ['spec.selector["a.b"]']);
    assert.deepEqual(response.getDiffsList(), ["spec"]);
    assert.equal(response.getDeletebeforereplace(), true);
  });

  it("leaves out what ignoreChanges names", () => {
    const response = diffResponse({ changes, deleteBeforeReplace: true }, ["spec.selector"]);
    assert.deepEqual(response.getReplacesList(), []);
    assert.equal(response.getDeletebeforereplace(), false);
    const none = diffResponse({ changes, deleteBeforeReplace: true }, ["spec"]);
    assert.equal(none.getChanges(), 1);
  });

  it("reads the paths it writes", () => {
    const paths: readonly Path[] = [["a"], ["a", 0, "b"], ["a", 'x."y"/z', "c"], ["a.b", "c"]];
    for (const path of paths) assert.deepEqual(parsePattern(pathText(path)), path);
    assert.deepEqual(parsePattern("a[*].b"), ["a", "*", "b"]);
  });
});
