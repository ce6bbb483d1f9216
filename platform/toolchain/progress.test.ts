import assert from "node:assert/strict";
import { formatDuration, timed } from "./progress";

describe("progress", () => {
  it("writes durations for people", () => {
    assert.equal(formatDuration(400), "0 s");
    assert.equal(formatDuration(59_400), "59 s");
    assert.equal(formatDuration(60_000), "1 min");
    assert.equal(formatDuration(200_000), "3 min 20 s");
  });

  it("ends a step with the time it took, and says nothing of a failed one", async () => {
    const lines: string[] = [];
    const report = (line: string) => lines.push(line);
    assert.equal(await timed(report, "helm v3", () => Promise.resolve(7)), 7);
    await assert.rejects(timed(report, "etcd v3", () => Promise.reject(new Error("no"))));
    assert.deepEqual(lines, ["helm v3: ready after 0 s"]);
  });
});
