import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Faults } from "./faults";

describe("faults", () => {
  it("are thrown together, each with its path, the value seen and the legal form", () => {
    const faults = new Faults('MeshService "users"');
    faults.require(false, "replicas", 0, "a whole number from 1 to 100");
    faults.require(true, "timeout", "10 seconds", "a duration");
    faults.require(false, "canary", undefined, "given when there is more than one version");
    assert.throws(
      () => {
        faults.throwIfAny();
      },
      (error: unknown) => {
        assert.ok(error instanceof pulumi.InputPropertiesError);
        assert.deepEqual(error.errors, [
          { propertyPath: "replicas", reason: "is 0; it must be a whole number from 1 to 100" },
          {
            propertyPath: "canary",
            reason: "is missing; it must be given when there is more than one version",
          },
        ]);
        assert.equal(
          error.message,
          [
            'MeshService "users" cannot be made from these arguments:',
            "  replicas is 0; it must be a whole number from 1 to 100",
            "  canary is missing; it must be given when there is more than one version",
          ].join("\n"),
        );
        return true;
      },
    );
  });

  it("that were not found throw nothing", () => {
    const faults = new Faults("nothing");
    faults.require(true, "a", 1, "1");
    assert.doesNotThrow(() => {
      faults.throwIfAny();
    });
  });
});
