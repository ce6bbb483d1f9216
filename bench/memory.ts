import { readFileSync } from "node:fs";
import { podProcesses } from "../platform/cluster/cgroups";
import { markedProcesses } from "../platform/cluster/marked-processes";

/** How often the processes are looked at. */
const everyMillis = 1000;

/**
 * Watches the memory of all platform and pod processes while some work goes on: proportional set size, so that a page
 * that several processes share counts once.
 *
 * @returns the largest sum seen, in MiB.
 */
export async function peakMemory(work: () => Promise<unknown>): Promise<number> {
  let peak = platformMemory();
  const timer = setInterval(() => {
    peak = Math.max(peak, platformMemory());
  }, everyMillis);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(peak, platformMemory());
}

/** @returns what the platform holds now, in MiB. */
export function platformMemory(): number {
  const pids = new Set([...markedProcesses().map(({ pid }) => pid), ...podProcesses()]);
  return [...pids].reduce((sum, pid) => sum + proportionalSetSize(pid), 0) / 1024;
}

/** @returns KiB; 0 for a process that has just ended. */
function proportionalSetSize(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
