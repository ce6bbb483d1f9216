import assert from "node:assert/strict";
import { join } from "node:path";
import { projectDir } from "../../platform/locations";
import { resourceVersions } from "./cluster";
import { npmRun } from "./commands";
import type { removals } from "./unsafe/safeguards";

const program = join(projectDir, "tests", "e2e", "unsafe");

describe("the pack mesh-gate, in a real update", () => {
  const cases: readonly { removed: keyof typeof removals; told: readonly RegExp[] }[] = [
    {
      removed: "injectionLabel",
      told: [/namespace-injection/, /ecommerce-microservices/, /istio-injection: "enabled"/],
    },
    {
      removed: "outlierDetection",
      told: [/circuit-breaker-effective/, /payment-service-cb/, /outlierDetection/],
    },
    { removed: "subsetV2", told: [/canary/, /user-service/, /v2/] },
  ];
  for (const { removed, told } of cases) {
    it(`refuses a program without ${removed} at its preview; nothing is changed`, async () => {
      const before = await resourceVersions();
      const { exitCode, all } = await npmRun(
        "mesh",
        ["pulumi", "up", "--yes", "--non-interactive", "--cwd", program],
        { UNSAFE: removed },
      );
      assert.notEqual(exitCode, 0, all);
      assert.match(all, /preview failed/i);
      for (const words of told) assert.match(all, words);
      assert.deepEqual(await resourceVersions(), before);
    });
  }
});
