import assert from "node:assert/strict";
import { clusterAccess } from "../../platform/cluster/index";
import { binomialInterval } from "./binomial";
import { inLoadTester, resourceVersions, shop } from "./cluster";
import { npmMust, npmRun } from "./commands";

const users = `http://user-service.${shop}.svc.cluster.local/api/users`;

describe("the canary of user-service", () => {
  it("gets 10 % of 1,000 plain requests", () => assertShare(0.1));

  it("gets 10 % of 1,000 plain requests through the gateway, too", async () => {
    let canary = 0;
    for (let call = 0; call < 1000; call++) {
      const response = await fetch(`${clusterAccess().urls.gateway}/api/users`);
      if (((await response.json()) as { version: string }).version === "v2") canary++;
    }
    assertWithin(canary, 0.1);
  });

  it("gets 200 of 200 requests with the header canary: true", async () => {
    assert.deepEqual(await versionsOf(200, "-H", "canary: true"), { v2: 200 });
  });

  it("is not moved from 10 to 60 at once: refused before anything changes", async () => {
    const before = await resourceVersions();
    const { exitCode, all } = await npmRun("up", ["--config", "canaryWeight=60"]);
    assert.equal(exitCode, 1);
    for (const told of [/user-service-canary/, /\b10\b/, /\b60\b/, /\b30\b/, /canaryWeight/])
      assert.match(all, told);
    assert.deepEqual(await resourceVersions(), before);
  });

  it("is moved from 10 to 30 by configuration", async () => {
    await npmMust("up", ["--config", "canaryWeight=30"]);
    await assertShare(0.3);
  });

  it("goes back to what Pulumi.dev.yaml says", async () => {
    await npmMust("up");
    await assertShare(0.1);
  });
});

async function assertShare(share: number): Promise<void> {
  const { v1 = 0, v2 = 0 } = await versionsOf(1000);
  assert.equal(v1 + v2, 1000);
  assertWithin(v2, share);
}

function assertWithin(count: number, share: number): void {
  const { low, high } = binomialInterval(1000, share, 0.999);
  assert.ok(count >= low && count <= high, `${count} of 1000; 99.9 % of runs give ${low} to ${high}`);
}

/** @returns how many of a number of calls each version answered. */
async function versionsOf(calls: number, ...options: readonly string[]): Promise<Record<string, number>> {
  const answers = await inLoadTester("curl", "-s", "-w", "\\n", ...options, `${users}?call=[1-${calls}]`);
  const counts: Record<string, number> = {};
  for (const answer of answers.split("\n").filter((line) => line !== "")) {
    const { version } = JSON.parse(answer) as { version: string };
    counts[version] = (counts[version] ?? 0) + 1;
  }
  return counts;
}
