import { podProcesses } from "../platform/cluster/cgroups";
import { readText } from "../platform/cluster/files";
import { markedProcesses } from "../platform/cluster/marked-processes";
import { allPids } from "../platform/cluster/process-table";
import { descendants, parseMemory, parseParent } from "./proc";

/** How often the processes are looked at. */
const everyMillis = 1000;

/** Memory in MiB. */
export interface Memory {
  /** Daemons of the platform and everything in its pods. */
  readonly platform: number;
  /** The same with the processes of the command under way: npm, Pulumi's engine, its plugins and the program. */
  readonly withCommand: number;
}

/** The largest sums that were seen. */
export interface MemoryPeak extends Memory {
  /** The part of the time that the looking itself took. */
  readonly share: number;
}

/** Watches the memory while some work goes on, once a second. */
export async function watchMemory(work: () => Promise<void>): Promise<MemoryPeak> {
  const begin = performance.now();
  let spent = 0;
  let peak: Memory = { platform: 0, withCommand: 0 };
  const look = () => {
    const before = performance.now();
    peak = larger(peak, memoryNow());
    spent += performance.now() - before;
  };
  look();
  const timer = setInterval(look, everyMillis);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  look();
  return { ...peak, share: spent / (performance.now() - begin) };
}

function larger(one: Memory, other: Memory): Memory {
  return {
    platform: Math.max(one.platform, other.platform),
    withCommand: Math.max(one.withCommand, other.withCommand),
  };
}

/** What the processes hold now. A page that several share counts once, where the kernel tells. */
export function memoryNow(): Memory {
  const platform = new Set([...markedProcesses().map(({ pid }) => pid), ...podProcesses()]);
  const command = descendants(process.pid, parents()).filter((pid) => !platform.has(pid));
  const held = sum(platform);
  return { platform: held, withCommand: held + sum(command) };
}

function sum(pids: Iterable<number>): number {
  const kibibytes = [...pids].map((pid) =>
    parseMemory(readProc(pid, "smaps_rollup"), () => readProc(pid, "status")),
  );
  return kibibytes.reduce((total, value) => total + value, 0) / 1024;
}

function parents(): ReadonlyMap<number, number> {
  const pairs = allPids().map((pid) => [pid, parseParent(readProc(pid, "stat"))] as const);
  return new Map(pairs);
}

/** @returns a file of /proc/PID; empty when the process has ended, or is not ours to look at. */
function readProc(pid: number, name: string): string {
  return readText(`/proc/${pid}/${name}`) ?? "";
}
