import { readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "../failure";
import { projectName } from "./stack-config";

/** A lock of the file backend: who took it. */
interface LockFile {
  readonly pid: number;
  readonly hostname: string;
}

/** Longer than an engine needs to finish the calls under way and to save its state. */
const graceSeconds = 60;

/**
 * Ends engines that a killed run left working on a stack. The caller holds the engine's lock (`withEngineLock`), so
 * whoever started them is gone.
 *
 * @returns whether the backend still holds locks of processes that are gone, to be removed by `pulumi cancel`.
 */
export async function endOrphans(backend: string, stack: string, report: Report): Promise<boolean> {
  const locks = readLocks(backend, stack);
  for (const { pid } of locks.filter(isAlive)) {
    report(`an update that lost its command is still running (process ${pid}); waiting for it to stop`);
    await endEngine(pid);
  }
  return readLocks(backend, stack).length > 0;
}

async function endEngine(pid: number): Promise<void> {
  // The first interrupt asks the engine to stop in good order, the second at once.
  for (const signal of ["SIGINT", "SIGINT", "SIGKILL"] as const) {
    if (!signalEngine(pid, signal)) return;
    for (let tries = 0; tries < graceSeconds * 5; tries++) {
      if (!isEngine(pid)) return;
      await sleep(200);
    }
  }
}

function signalEngine(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function readLocks(backend: string, stack: string): readonly LockFile[] {
  const folder = join(backend, ".pulumi", "locks", "organization", projectName, stack);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as LockFile);
  } catch {
    return [];
  }
}

function isAlive(lock: LockFile): boolean {
  return lock.hostname === hostname() && isEngine(lock.pid);
}

/** A process number may be in use again by something else. */
function isEngine(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0]?.endsWith("pulumi") === true;
  } catch {
    return false;
  }
}
