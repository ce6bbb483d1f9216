import assert from "node:assert/strict";
import { PlatformFailure } from "../failure";
import { stateDir } from "../locations";
import { availableMemory } from "./machine";
import type { MachineFacts } from "./machine";
import { findFaults, mustOwnWhatRuns } from "./preflight";

const good: MachineFacts = {
  platform: "linux",
  isRoot: true,
  isRunning: false,
  otherOwner: undefined,
  ports: [
    { purpose: "api", port: 6443, holder: undefined },
    { purpose: "gateway", port: 8080, holder: undefined },
  ],
  missingControllers: [],
  cgroupsUsable: true,
  missingKernelFeatures: [],
  availableMemory: 8e9,
  freeDisk: 50e9,
};

describe("preflight", () => {
  it("finds nothing wrong with a good machine", () => {
    assert.deepEqual(findFaults(good), []);
  });

  it("says only that another system is not Linux", () => {
    assert.deepEqual(findFaults({ ...good, platform: "darwin", isRoot: false }), [
      "the system is darwin; the cluster needs Linux",
    ]);
  });

  it("names every fault at once", () => {
    const faults = findFaults({
      ...good,
      isRoot: false,
      otherOwner: "/other",
      ports: [{ purpose: "gateway", port: 8080, holder: "process 4711 (node server.js)" }],
      missingControllers: ["memory"],
      cgroupsUsable: false,
      missingKernelFeatures: ["overlay file systems (module overlay)"],
      availableMemory: 1.2e9,
      freeDisk: 0.5e9,
    });
    assert.equal(faults.length, 8);
    const all = faults.join("\n");
    assert.match(all, /not root/);
    assert.match(
      all,
      /port 8080 on 127.0.0.1 is taken by process 4711 \(node server.js\).*PATTERN_MESH_GATEWAY_PORT/,
    );
    assert.match(all, /PATTERN_MESH_STATE_DIR=\/other npm run down/);
    assert.match(all, /lacks memory;/);
    assert.match(all, /1\.2 GB of memory are available; 3\.0 GB are needed/);
    assert.match(all, /0\.5 GB are free/);
  });

  it("refuses one port for two purposes", () => {
    const ports = [
      { purpose: "api", port: 8080, holder: undefined },
      { purpose: "gateway", port: 8080, holder: undefined },
    ];
    const [fault, ...more] = findFaults({ ...good, ports });
    assert.deepEqual(more, []);
    assert.match(fault ?? "", /PATTERN_MESH_API_PORT and PATTERN_MESH_GATEWAY_PORT are both 8080/);
  });

  it("does not ask a running cluster for the memory it holds", () => {
    assert.deepEqual(findFaults({ ...good, isRunning: true, availableMemory: 1e9 }), []);
  });

  it("reads the memory there is", () => {
    assert.equal(availableMemory("MemTotal: 100 kB\nMemAvailable:    2048 kB\n"), 2048 * 1024);
    assert.equal(availableMemory(""), 0);
  });
});

describe("stopping", () => {
  const process = {
    ...{ pid: 7, state: "S", session: 7, startTicks: 1, command: "etcd" },
    ...{ component: "etcd", fingerprint: "", isMain: true },
  };

  it("is for the cluster of this state folder", () => {
    mustOwnWhatRuns([{ ...process, owner: stateDir() }]);
    mustOwnWhatRuns([]);
  });

  it("leaves another one alone, and says how to stop it", () => {
    assert.throws(
      () => {
        mustOwnWhatRuns([{ ...process, owner: "/other" }]);
      },
      (error) =>
        error instanceof PlatformFailure && error.next.includes("PATTERN_MESH_STATE_DIR=/other npm run down"),
    );
  });
});
