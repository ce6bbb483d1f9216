import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { hostPorts, stateDir } from "../locations";
import { currentLayout } from "./cgroups";
import { markedProcesses } from "./marked-processes";
import { loadModules } from "./network";
import { findListeners } from "./port-holder";

/** What was found about this machine. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** Some of the cluster is running already. */
  readonly isRunning: boolean;
  /** The state folder of a running cluster that is not this one. */
  readonly otherOwner: string | undefined;
  /** Host ports that someone else listens on. `purpose` is `api`, `gateway` or `aws`. */
  readonly busyPorts: readonly { readonly purpose: string; readonly port: number; readonly holder: string }[];
  readonly missingControllers: readonly string[];
  readonly cgroupsWritable: boolean;
  /** For people: `overlay file systems (module overlay)`. */
  readonly missingKernelFeatures: readonly string[];
  /** Bytes. */
  readonly availableMemory: number;
  /** Bytes free for the state folder. */
  readonly freeDisk: number;
}

/** Looks at the machine. On Linux it also loads the kernel modules that containers need, where it can. */
export async function machineFacts(): Promise<MachineFacts> {
  if (process.platform !== "linux") return elsewhere;
  const isRoot = process.getuid?.() === 0;
  const ours = markedProcesses();
  const layout = currentLayout();
  const { bavail, bsize } = await statfs(nearestExisting(stateDir()));
  return {
    platform: "linux",
    isRoot,
    isRunning: ours.length > 0,
    otherOwner: ours.find(({ owner }) => owner !== stateDir())?.owner,
    busyPorts: findBusyPorts(new Set(ours.map(({ pid }) => pid))),
    missingControllers: layout.missing,
    cgroupsWritable: !isRoot || layout.mounts.every(isWritable),
    missingKernelFeatures: isRoot ? await missingKernelFeatures() : [],
    availableMemory: availableMemory(readFileSync("/proc/meminfo", "utf8")),
    freeDisk: bavail * bsize,
  };
}

/** Nothing else is worth knowing of another system. */
const elsewhere: MachineFacts = {
  platform: process.platform,
  isRoot: false,
  isRunning: false,
  otherOwner: undefined,
  busyPorts: [],
  missingControllers: [],
  cgroupsWritable: false,
  missingKernelFeatures: [],
  availableMemory: 0,
  freeDisk: 0,
};

/** @returns bytes that new processes can have, from /proc/meminfo. */
export function availableMemory(meminfo: string): number {
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) * 1024;
}

function findBusyPorts(ours: ReadonlySet<number>): MachineFacts["busyPorts"] {
  return Object.entries(hostPorts()).flatMap(([purpose, port]) => {
    const listeners = findListeners(port);
    if (listeners.length === 0 || listeners.some(({ pid }) => pid !== undefined && ours.has(pid))) return [];
    const holder = listeners.map(({ description }) => description).join(", ");
    return [{ purpose, port, holder }];
  });
}

async function missingKernelFeatures(): Promise<readonly string[]> {
  const find = () => {
    const fileSystems = readFileSync("/proc/filesystems", "utf8");
    return [
      ...(/\boverlay$/m.test(fileSystems) ? [] : ["overlay file systems (module overlay)"]),
      ...(existsSync("/proc/sys/net/bridge/bridge-nf-call-iptables")
        ? []
        : ["packet filtering on bridges (module br_netfilter)"]),
    ];
  };
  if (find().length > 0) await loadModules(["overlay", "br_netfilter"]);
  return find();
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
