import assert from "node:assert/strict";
import fc from "fast-check";
import { differences, matches } from "./differences";
import { isSame, pathText } from "./json";
import type { Json } from "./json";

const shown = (before: Json, after: Json) =>
  differences(before, after).map(({ path, kind }) => `${kind} ${pathText(path)}`);

describe("differences", () => {
  it("names the deepest place that changed", () => {
    const before = { spec: { list: [{ image: "a" }, { image: "b" }], gone: 1 }, same: { x: [1] } };
    const after = { spec: { list: [{ image: "a" }, { image: "c" }], "new.key/x": 1 }, same: { x: [1] } };
    assert.deepEqual(shown(before, after), [
      "delete spec.gone",
      "update spec.list[1].image",
      'add spec["new.key/x"]',
    ]);
  });

  it("says when a list grows or shrinks, and when a value changes its kind", () => {
    assert.deepEqual(shown({ l: [1, 2] }, { l: [1] }), ["delete l[1]"]);
    assert.deepEqual(shown({ l: [1] }, { l: [1, 2] }), ["add l[1]"]);
    assert.deepEqual(shown({ l: "1" }, { l: { a: 1 } }), ["update l"]);
  });

  it("finds none exactly when the documents are the same", () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(json, json, (one, other) => {
        assert.equal(differences(one, one).length, 0);
        assert.equal(differences(one, other).length === 0, isSame(one, other));
      }),
    );
  });

  it("matches a place, what it holds and what holds it", () => {
    assert.ok(matches(["spec", "template", "x"], ["spec", "template"]));
    assert.ok(matches(["spec"], ["spec", "template"]));
    assert.ok(matches(["spec", "containers", 3, "image"], ["spec", "containers", "*", "image"]));
    assert.ok(!matches(["spec", "replicas"], ["spec", "template"]));
  });
});
