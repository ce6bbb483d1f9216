import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { PlatformFailure } from "../failure";
import type { Report } from "../failure";

/** A run that was killed stops refreshing its lock; after this time the next one takes it over. */
const stale = 10_000;

/**
 * Does `work` while no other run works on the same folder. A second run waits, and says so every 30 seconds.
 *
 * @param what names the work for the waiting run: `the tools`.
 * @throws PlatformFailure when the folder cannot be written.
 */
export async function withLock<T>(
  directory: string,
  what: string,
  report: Report,
  work: () => Promise<T>,
): Promise<T> {
  const release = await acquire(directory, what, report);
  try {
    return await work();
  } finally {
    // A lock lost to a suspended machine is already gone; what was stored is whole either way.
    await release().catch(() => undefined);
  }
}

async function acquire(directory: string, what: string, report: Report): Promise<() => Promise<void>> {
  for (let seconds = 0; ; seconds++) {
    try {
      mkdirSync(directory, { recursive: true });
      return await lock(directory, { stale, update: stale / 4, onCompromised: () => undefined });
    } catch (error) {
      if (!isLocked(error)) throw notWritable(directory, error);
    }
    if (seconds % 30 === 0) report(`another run is preparing ${what}; waiting for it (${seconds} s)`);
    await sleep(1000);
  }
}

function notWritable(directory: string, cause: unknown): PlatformFailure {
  return new PlatformFailure({
    problem: `The folder ${directory} cannot be written`,
    details: [cause instanceof Error ? cause.message : String(cause)],
    next: "Make it writable, or set PATTERN_MESH_CACHE_DIR to a folder that is.",
    cause,
  });
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}
