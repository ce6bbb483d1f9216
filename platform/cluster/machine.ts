import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hostPorts, stateDir } from "../locations";
import { currentLayout } from "./cgroups";
import type { CgroupLayout } from "./cgroups";
import { readText } from "./files";
import { markedProcesses } from "./marked-processes";
import { loadModules } from "./network";
import { findListeners } from "./port-holder";

/** A port of the host's loopback that the cluster wants, or why its setting is none. */
export type WantedPort =
  | {
      /** `api`, `gateway` or `aws`. */
      readonly purpose: string;
      readonly port: number;
      /** Whoever else listens there, for people. */
      readonly holder: string | undefined;
    }
  | { readonly purpose: string; readonly fault: string };

/** What was found about this machine. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** Some of the cluster is running already. */
  readonly isRunning: boolean;
  /** The state folder of a running cluster that is not this one. */
  readonly otherOwner: string | undefined;
  readonly ports: readonly WantedPort[];
  readonly missingControllers: readonly string[];
  readonly cgroupsUsable: boolean;
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
    ports: wantedPorts(new Set(ours.map(({ pid }) => pid))),
    missingControllers: layout.missing,
    // Another user's rights say nothing about root's.
    cgroupsUsable: !isRoot || canMakeCgroups(layout),
    missingKernelFeatures: isRoot ? await missingKernelFeatures() : [],
    availableMemory: availableMemory(readFileSync("/proc/meminfo", "utf8")),
    freeDisk: bavail * bsize,
  };
}

/** Nothing more is worth knowing of another system. */
const elsewhere: MachineFacts = {
  platform: process.platform,
  isRoot: false,
  isRunning: false,
  otherOwner: undefined,
  ports: [],
  missingControllers: [],
  cgroupsUsable: false,
  missingKernelFeatures: [],
  availableMemory: 0,
  freeDisk: 0,
};

/** @returns bytes that new processes can have, from /proc/meminfo. */
export function availableMemory(meminfo: string): number {
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? 0) * 1024;
}

function wantedPorts(ours: ReadonlySet<number>): readonly WantedPort[] {
  try {
    return Object.entries(hostPorts()).map(([purpose, port]) => {
      const listeners = findListeners(port);
      const isOurs = listeners.some(({ pid }) => pid !== undefined && ours.has(pid));
      const holder = listeners.map(({ description }) => description).join(", ");
      return { purpose, port, holder: isOurs || holder === "" ? undefined : holder };
    });
  } catch (error) {
    if (error instanceof RangeError) return [{ purpose: "any", fault: error.message }];
    throw error;
  }
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

function canMakeCgroups({ version, mounts }: CgroupLayout): boolean {
  if (!mounts.every(isWritable)) return false;
  // In version 2 only the root may hold processes and hand out controllers; the file `cgroup.type` tells it is not.
  const isCrowded = (mount: string) =>
    existsSync(join(mount, "cgroup.type")) && readText(join(mount, "cgroup.procs")) !== "";
  return version === 1 || !mounts.some(isCrowded);
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
