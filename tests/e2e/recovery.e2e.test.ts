import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clusterAccess, clusterStatus } from "../../platform/cluster/index";
import { podProcesses } from "../../platform/cluster/cgroups";
import { readText } from "../../platform/cluster/files";
import { readCheckpoint } from "../../platform/engine/checkpoint";
import { enginePaths } from "../../platform/engine/index";
import { markedProcesses } from "../../platform/cluster/marked-processes";
import { unmountWithin } from "../../platform/cluster/mounts";
import { removeNetwork } from "../../platform/cluster/network";
import { projectDir, runDir, stateDir } from "../../platform/locations";
import { kubectlMust, shop } from "./cluster";
import { npmMust } from "./commands";

describe("after a SIGKILL", () => {
  for (const parts of [
    ["kubelet", "containerd"],
    ["etcd", "kube-apiserver"],
    ["aws", "forward-gateway-inner", "kube-proxy"],
  ]) {
    it(`of ${parts.join(" and ")}, the next up recovers`, async () => {
      const running = await clusterStatus();
      const pids = parts.map((part) => running.find(({ name }) => name === part)?.pid);
      for (const pid of pids) process.kill(pid ?? assert.fail("not running"), "SIGKILL");
      await npmMust("up");
      await assertServes();
    });
  }

  // Every pod of the services gets another environment: replacing them all takes long enough for a kill in the middle.
  const change = ["--config", "labCompatibility=false"];
  for (const victim of ["the command and its engine", "the command alone"] as const) {
    it(`of ${victim} in the middle of an update, the next up recovers and loses nothing`, async () => {
      const child = spawn(process.execPath, ["--import", "tsx", "cli/up.ts", ...change], {
        cwd: projectDir,
        stdio: "ignore",
        detached: true,
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      await until(isUpdating);
      const pid = child.pid ?? assert.fail("not started");
      // Detached, it leads a process group: the engine and its plugins are in it.
      process.kill(victim === "the command alone" ? pid : -pid, "SIGKILL");
      assert.ok(isUpdating(), "the update was over before the kill");
      await ended;

      await npmMust("up");
      await assertServes();
      const again = await npmMust("up");
      assert.doesNotMatch(again, /\d+ (created|updated|deleted|replaced)/);
    });
  }

  it("of everything at once, with mounts, network and /run gone as after a reboot, the next up recovers", async () => {
    // Twice: what had just started another process when it was listed.
    for (let round = 0; round < 2; round++) {
      for (const pid of [...markedProcesses().map((entry) => entry.pid), ...podProcesses()]) kill(pid);
      await sleep(300);
    }
    await unmountWithin([stateDir(), runDir]);
    await removeNetwork();
    rmSync(runDir, { recursive: true, force: true });

    await npmMust("up");
    await assertServes();
  });

  it("of up while it starts the cluster, the next up recovers", async () => {
    await npmMust("down");
    const child = spawn(process.execPath, ["--import", "tsx", "cli/up.ts"], {
      cwd: projectDir,
      stdio: "ignore",
      detached: true,
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    await sleep(5000);
    process.kill(-(child.pid ?? assert.fail("not started")), "SIGKILL");
    await ended;
    await npmMust("up");
    await assertServes();
  });
});

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It went with the process that had started it.
  }
}

/** The engine has written down an operation that it has not finished. */
function isUpdating(): boolean {
  const checkpoint = join(enginePaths().backend, ".pulumi", "stacks", "pattern-mesh", "dev.json");
  return readCheckpoint(readText(checkpoint)).pendingOperations > 0;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2400 && !condition(); tries++) await sleep(50);
  assert.ok(condition(), "did not begin within 120 s");
}

async function assertServes(): Promise<void> {
  const response = await fetch(`${clusterAccess().urls.gateway}/api/users`);
  assert.equal(response.status, 200);
  const ready = await kubectlMust([
    "get",
    "deployments",
    "-n",
    shop,
    "-o",
    "jsonpath={range .items[*]}{.status.readyReplicas}/{.spec.replicas} {end}",
  ]);
  for (const state of ready.trim().split(" ")) assert.match(state, /^(\d+)\/\1$/);
}
