import assert from "node:assert/strict";
import { isName, principal, serviceHost } from "./names";

describe("names", () => {
  for (const name of ["user-service", "a", "x".repeat(40)]) {
    it(`"${name}" is one`, () => {
      assert.equal(isName(name), true);
    });
  }
  for (const name of ["", "User", "1st", "-a", "a-", "a_b", "a.b", "x".repeat(41), "a\n"]) {
    it(`${JSON.stringify(name)} is none`, () => {
      assert.equal(isName(name), false);
    });
  }

  it("become hosts and identities", () => {
    assert.equal(serviceHost("user-service", "shop"), "user-service.shop.svc.cluster.local");
    assert.equal(principal("user-service", "shop"), "cluster.local/ns/shop/sa/user-service");
  });
});
