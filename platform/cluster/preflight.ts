import { PlatformFailure } from "../failure";
import { stateDir } from "../locations";
import { machineFacts } from "./machine";
import type { MachineFacts } from "./machine";
import { markedProcesses } from "./marked-processes";
import type { MarkedProcess } from "./marked-processes";

/** About what the platform holds when everything runs. */
const memoryBytes = 3e9;

/** Images unpacked, logs, and the cluster's data. */
const diskBytes = 3e9;

/**
 * Looks for everything that keeps this machine from running the cluster; takes well under a second. `startCluster`
 * does so too: call it before long work that would be in vain.
 *
 * @throws PlatformFailure with all of it at once.
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

/** @throws PlatformFailure when this user is not root. */
export function mustBeRoot(what: string): void {
  if (process.getuid?.() === 0) return;
  throw new PlatformFailure({ problem: `${what} needs root`, next: "Run the same command as root." });
}

/** @throws PlatformFailure when what runs belongs to another state folder: it is not ours to stop. */
export function mustOwnWhatRuns(running: readonly MarkedProcess[] = markedProcesses()): void {
  const otherOwner = running.find(({ owner }) => owner !== stateDir())?.owner;
  if (otherOwner === undefined) return;
  throw new PlatformFailure({
    problem: "The cluster that runs on this machine is another one",
    details: [`it has the state folder ${otherOwner}, not ${stateDir()}`],
    next: `Stop it with: PATTERN_MESH_STATE_DIR=${otherOwner} npm run down`,
  });
}

/** @returns a line per fault, each with what was seen and what would do. */
export function findFaults(facts: MachineFacts): readonly string[] {
  if (facts.platform !== "linux") return [`the system is ${facts.platform}; the cluster needs Linux`];
  return [
    ...(facts.isRoot ? [] : ["this user is not root; namespaces, mounts and cgroups need root"]),
    ...portFaults(facts),
    ...ownerFaults(facts),
    ...kernelFaults(facts),
    ...spaceFaults(facts),
  ];
}

function portFaults({ ports }: MachineFacts): readonly string[] {
  return ports.flatMap((wanted, index) => {
    if ("fault" in wanted) return [wanted.fault];
    const { purpose, port, holder } = wanted;
    const variable = portVariable(purpose);
    const before = ports.slice(0, index);
    const twin = before.find((other) => "port" in other && other.port === port);
    if (twin !== undefined) {
      return [`${portVariable(twin.purpose)} and ${variable} are both ${port}; each port can serve once`];
    }
    if (holder === undefined) return [];
    return [`port ${port} on 127.0.0.1 is taken by ${holder}; stop that, or set ${variable} to a free port`];
  });
}

function ownerFaults({ otherOwner }: MachineFacts): readonly string[] {
  if (otherOwner === undefined) return [];
  return [
    `a cluster with the state folder ${otherOwner} is running, not one with ${stateDir()}; stop it with PATTERN_MESH_STATE_DIR=${otherOwner} npm run down`,
  ];
}

function kernelFaults(facts: MachineFacts): readonly string[] {
  const { missingControllers: missing } = facts;
  return [
    ...(missing.length === 0
      ? []
      : [`/sys/fs/cgroup lacks ${missing.join(", ")}; the kubelet needs cpu, cpuset, memory and pids there`]),
    ...(facts.cgroupsUsable
      ? []
      : ["no cgroup can be made below /sys/fs/cgroup, as in a container that is not privileged"]),
    ...facts.missingKernelFeatures.map((feature) => `the kernel lacks ${feature}`),
  ];
}

function spaceFaults({ isRunning, availableMemory, freeDisk }: MachineFacts): readonly string[] {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return [
    ...(isRunning || availableMemory >= memoryBytes
      ? []
      : [`${gigabytes(availableMemory)} of memory are available; ${gigabytes(memoryBytes)} are needed`]),
    ...(freeDisk >= diskBytes
      ? []
      : [
          `${gigabytes(freeDisk)} are free for ${stateDir()}; ${gigabytes(diskBytes)} are needed (PATTERN_MESH_STATE_DIR moves it)`,
        ]),
  ];
}

function portVariable(purpose: string): string {
  return `PATTERN_MESH_${purpose.toUpperCase()}_PORT`;
}
