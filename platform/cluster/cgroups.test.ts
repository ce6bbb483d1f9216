import assert from "node:assert/strict";
import { parseLayout } from "./cgroups";

const legacy = (controllers: string, path = controllers) =>
  `30 25 0:26 / /sys/fs/cgroup/${path} rw,nosuid shared:9 - cgroup cgroup rw,${controllers}`;
const unified = (path: string) => `31 25 0:27 / ${path} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate`;

describe("cgroup layout", () => {
  it("sees version 2", () => {
    assert.deepEqual(parseLayout(unified("/sys/fs/cgroup"), "cpuset cpu io memory pids\n"), {
      version: 2,
      mounts: ["/sys/fs/cgroup"],
      missing: [],
    });
  });

  it("takes a hybrid machine for version 1, and wants our cgroup in every hierarchy", () => {
    const lines = [
      legacy("cpu,cpuacct"),
      legacy("cpuset"),
      legacy("memory"),
      legacy("pids"),
      legacy("name=systemd", "systemd"),
      unified("/sys/fs/cgroup/unified"),
    ];
    const layout = parseLayout(lines.join("\n"), "");
    assert.equal(layout.version, 1);
    assert.deepEqual(layout.missing, []);
    assert.equal(layout.mounts.length, lines.length);
  });

  it("names the controllers a machine does not offer", () => {
    assert.deepEqual(parseLayout(unified("/sys/fs/cgroup"), "cpu io\n").missing, [
      "cpuset",
      "memory",
      "pids",
    ]);
    assert.deepEqual(parseLayout(legacy("memory"), "").missing, ["cpu", "cpuset", "pids"]);
    assert.deepEqual(parseLayout("", "").missing, ["cpu", "cpuset", "memory", "pids"]);
  });
});
