/**
 * @param rollup /proc/PID/smaps_rollup; empty where the kernel has none.
 * @param status reads /proc/PID/status.
 * @returns KiB: the proportional set size, else the resident set size, else 0 (the process has ended).
 */
export function parseMemory(rollup: string, status: () => string): number {
  const proportional = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  return Number(proportional ?? /^VmRSS:\s+(\d+) kB$/m.exec(status())?.[1] ?? 0);
}

/** @param stat /proc/PID/stat. @returns the parent's number; 0 for what has none. */
export function parseParent(stat: string): number {
  // The program's name may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[1] ?? 0);
}

/** @param parents the parent of each process. @returns what a process started, directly or not, without itself. */
export function descendants(root: number, parents: ReadonlyMap<number, number>): readonly number[] {
  const children = [...parents].filter(([pid, parent]) => parent === root && pid !== root);
  return children.flatMap(([pid]) => [pid, ...descendants(pid, parents)]);
}
