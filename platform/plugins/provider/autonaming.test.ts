import assert from "node:assert/strict";
import { autoname } from "./autonaming";

describe("made-up names", () => {
  const limits = { digits: 8, length: 20 };

  it("repeat with a seed and differ without one", () => {
    const seed = Buffer.from("seed");
    assert.match(autoname("cart", seed, limits), /^cart-[0-9a-f]{8}$/);
    assert.equal(autoname("cart", seed, limits), autoname("cart", seed, limits));
    assert.notEqual(autoname("cart", Buffer.alloc(0), limits), autoname("cart", Buffer.alloc(0), limits));
  });

  it("fit the limit", () => {
    assert.equal(autoname("a".repeat(50), Buffer.alloc(0), limits).length, 20);
  });
});
