import { PlatformFailure } from "../failure";
import { hostPorts, stateDir } from "../locations";
import { machineFacts } from "./machine";
import type { MachineFacts } from "./machine";

/** With everything running the platform holds about this much. */
const memoryBytes = 3e9;
const diskBytes = 3e9;

/**
 * @throws PlatformFailure with everything that keeps this machine from running the cluster.
 */
export async function checkMachine(): Promise<void> {
  const faults = findFaults(await machineFacts());
  if (faults.length === 0) return;
  throw new PlatformFailure({
    problem: "This machine cannot run the embedded cluster",
    details: faults,
    next: "Change what is named above, or use a cluster you have: npm run up -- --context NAME",
  });
}

/** @returns a line per fault, each with what was seen and what would do. */
export function findFaults(facts: MachineFacts): readonly string[] {
  if (facts.platform !== "linux") return [`the system is ${facts.platform}; the cluster needs Linux`];
  const faults: string[] = [];
  if (!facts.isRoot) faults.push("this user is not root; namespaces, mounts and cgroups need root");
  for (const { purpose, port, holder } of facts.busyPorts) {
    faults.push(
      `port ${port} on 127.0.0.1 is taken by ${holder}; stop that, or set PATTERN_MESH_${purpose.toUpperCase()}_PORT to a free port`,
    );
  }
  if (facts.otherOwner !== undefined) {
    faults.push(
      `a cluster with the state folder ${facts.otherOwner} is running; this one is ${stateDir()}: stop the other with PATTERN_MESH_STATE_DIR=${facts.otherOwner} npm run down`,
    );
  }
  if (facts.missingControllers.length > 0) {
    faults.push(
      `cgroup controllers are missing: ${facts.missingControllers.join(", ")}; the kubelet needs cpu, cpuset, memory and pids below /sys/fs/cgroup`,
    );
  }
  if (!facts.cgroupsWritable)
    faults.push("/sys/fs/cgroup cannot be written, as in an unprivileged container");
  for (const feature of facts.missingKernelFeatures) faults.push(`the kernel lacks ${feature}`);
  if (!facts.isRunning && facts.availableMemory < memoryBytes) {
    faults.push(
      `${gigabytes(facts.availableMemory)} GB of memory are available; ${gigabytes(memoryBytes)} GB are needed`,
    );
  }
  if (facts.freeDisk < diskBytes) {
    faults.push(
      `${gigabytes(facts.freeDisk)} GB are free for ${stateDir()}; ${gigabytes(diskBytes)} GB are needed (PATTERN_MESH_STATE_DIR moves it)`,
    );
  }
  return faults;
}

/** Every host port the cluster wants, by the name of its variable. */
export function wantedPorts(): readonly { readonly purpose: string; readonly port: number }[] {
  return Object.entries(hostPorts()).map(([purpose, port]) => ({ purpose, port }));
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
