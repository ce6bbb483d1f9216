import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { withClusterLock } from "./lock";

describe("cluster lock", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  const name = `pattern-mesh/test-${process.pid}`;

  it("lets one run work at a time and says who waits", async () => {
    const order: string[] = [];
    const lines: string[] = [];
    const work = (label: string) => async () => {
      order.push(`${label} begins`);
      await sleep(50);
      order.push(`${label} ends`);
    };
    const first = withClusterLock(() => undefined, work("a"), name);
    await sleep(10);
    await Promise.all([first, withClusterLock((line) => lines.push(line), work("b"), name)]);
    assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends"]);
    assert.deepEqual(lines, ["another run is changing the cluster; waiting for it (0 s)"]);
  });

  it("is free again after work that fails", async () => {
    const fail = () => Promise.reject(new Error("no"));
    await assert.rejects(
      withClusterLock(() => undefined, fail, name),
      /no/,
    );
    assert.equal(
      await withClusterLock(
        () => undefined,
        () => Promise.resolve(7),
        name,
      ),
      7,
    );
  });
});
