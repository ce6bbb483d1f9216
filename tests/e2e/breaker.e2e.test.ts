import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { inLoadTester, podsOf, proxyStats, setFaults, shop } from "./cluster";

const payments = `http://payment-service.${shop}.svc.cluster.local/api/payments`;

/** Longer than one ejection of 30 s and the sweep that ends it. */
const ejectionSeconds = 75;

describe("the circuit breaker of payment-service", () => {
  let pods: readonly string[] = [];

  before(async () => {
    pods = await podsOf("payment-service");
    assert.equal(pods.length, 2);
  });

  afterEach(() => Promise.all(pods.map((pod) => setFaults(pod, undefined))));

  it("ejects an instance after 3 errors, and takes it back after the ejection time", async () => {
    const [failing = ""] = pods;
    await setFaults(failing, { failNext: 1000, failStatus: 500 });
    const statuses = await statusesOf(60);
    assert.deepEqual(count(statuses), { "200": 57, "500": 3 });
    assert.equal(await ejected(), 1);
    assert.deepEqual(count(await statusesOf(40)), { "200": 40 });

    await setFaults(failing, undefined);
    const deadline = Date.now() + ejectionSeconds * 1000;
    while ((await ejected()) > 0 && Date.now() < deadline) await sleep(1000);
    assert.equal(await ejected(), 0, `still ejected after ${ejectionSeconds} s`);
    // Back among those that answer: its next failure shows.
    await setFaults(failing, { failNext: 1, failStatus: 500 });
    assert.deepEqual(count(await statusesOf(40)), { "200": 39, "500": 1 });
  });

  it("answers calls over its limits with 503, and counts the overflow", async () => {
    await Promise.all(pods.map((pod) => setFaults(pod, { delayMs: 700 })));
    const before = await overflows();
    const {
      "200": served = 0,
      "503": refused = 0,
      ...others
    } = count(await statusesOf(60, "--parallel", "--parallel-max", "60"));
    assert.deepEqual(others, {});
    assert.equal(served + refused, 60);
    // Ten connections, and at most ten calls that wait for one.
    assert.ok(served >= 10 && refused >= 20, `${served} served, ${refused} refused`);
    assert.equal((await overflows()) - before, refused);
  });
});

async function statusesOf(calls: number, ...options: readonly string[]): Promise<readonly string[]> {
  const output = await inLoadTester(
    ...["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}\\n", "--max-time", "30", ...options],
    `${payments}?call=[1-${calls}]`,
  );
  return output.trim().split("\n");
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

async function ejected(): Promise<number> {
  return sum(await proxyStats("payment-service.*ejections_active"));
}

async function overflows(): Promise<number> {
  return sum(await proxyStats("payment-service.*upstream_rq_pending_overflow"));
}

function sum(stats: ReadonlyMap<string, number>): number {
  assert.ok(stats.size > 0, "Envoy shows no such counter; see proxyStatsMatcher");
  return [...stats.values()].reduce((total, value) => total + value, 0);
}
