import { folderNames, isOneOf, readText } from "./files";

/** One process as /proc shows it. */
export interface ProcessEntry {
  readonly pid: number;
  /** A daemon of ours leads its own session; what it started does not. */
  readonly session: number;
  /** Clock ticks since boot. With the pid it names one process for ever: pids are used again. */
  readonly startTicks: number;
  readonly command: string;
}

/** Fields of /proc/PID/stat. The program's name may hold spaces and brackets, so count from the last bracket. */
export function parseStat(stat: string): { state: string; session: number; startTicks: number } | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, session, startTicks] = [fields[0], fields[3], fields[19]];
  if (state === undefined || session === undefined || startTicks === undefined) return undefined;
  return { state, session: Number(session), startTicks: Number(startTicks) };
}

/** @returns undefined when there is no such process, or only what is left of one (a zombie). */
export function readProcess(pid: number): ProcessEntry | undefined {
  const stat = parseStat(readText(`/proc/${pid}/stat`) ?? "");
  if (stat === undefined || stat.state === "Z" || stat.state === "X") return undefined;
  const command = (readText(`/proc/${pid}/cmdline`) ?? "").split("\0").join(" ").trim();
  return { pid, session: stat.session, startTicks: stat.startTicks, command };
}

/** @returns the environment a process was started with; empty when it is gone or not ours to read. */
export function readEnvironment(pid: number): ReadonlyMap<string, string> {
  const pairs = (readText(`/proc/${pid}/environ`) ?? "").split("\0");
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}

export function allPids(): readonly number[] {
  return folderNames("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Sends a signal unless the pid now belongs to another process. */
export function signal(target: Pick<ProcessEntry, "pid" | "startTicks">, name: NodeJS.Signals): void {
  if (!isSame(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    // It may end between the look and the signal.
    if (!isOneOf(error, "ESRCH")) throw error;
  }
}

export function isSame(target: Pick<ProcessEntry, "pid" | "startTicks">): boolean {
  return readProcess(target.pid)?.startTicks === target.startTicks;
}

/** When a process started. Linux counts in hundredths of a second since boot. */
export function startedAt(startTicks: number): Date {
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readText("/proc/stat") ?? "")?.[1] ?? 0);
  return new Date(bootSeconds * 1000 + startTicks * 10);
}
