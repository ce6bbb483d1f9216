import { existsSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { PlatformFailure } from "../failure";

/**
 * Does `work`, and turns a disk that fills up meanwhile into a failure that says so.
 *
 * @param what `the images of the services`.
 */
export async function onEnoughDisk<T>(what: string, directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && /^(ENOSPC|EDQUOT)$/.test(String(error.code))))
      throw error;
    throw new PlatformFailure({
      problem: `The disk filled up while writing ${what}`,
      details: [directory],
      next: "Free some space, or set PATTERN_MESH_CACHE_DIR to a folder on a larger disk; then run again.",
      cause: error,
    });
  }
}

/** Room that an installation takes below a folder, which need not exist yet. */
export interface SpaceNeed {
  readonly directory: string;
  readonly gigabytes: number;
}

/** A file system without enough room. */
export interface SpaceShortage {
  readonly directories: readonly string[];
  readonly needed: number;
  readonly free: number;
}

/** Adds up the needs per file system. @returns those that cannot hold theirs, in gigabytes. */
export async function findShortages(
  needs: readonly SpaceNeed[],
  freeBytes: (directory: string) => Promise<number> = availableBytes,
): Promise<readonly SpaceShortage[]> {
  const byDevice = new Map<number, { directories: Set<string>; needed: number; probe: string }>();
  for (const need of needs) {
    const probe = nearestExisting(need.directory);
    const device = statSync(probe).dev;
    const seen = byDevice.get(device) ?? { directories: new Set(), needed: 0, probe };
    seen.directories.add(need.directory);
    seen.needed += need.gigabytes;
    byDevice.set(device, seen);
  }
  const shortages: SpaceShortage[] = [];
  for (const { directories, needed, probe } of byDevice.values()) {
    const free = (await freeBytes(probe)) / 1e9;
    if (free < needed) shortages.push({ directories: [...directories], needed, free });
  }
  return shortages;
}

function nearestExisting(path: string): string {
  let candidate = path;
  while (!existsSync(candidate) && dirname(candidate) !== candidate) candidate = dirname(candidate);
  return candidate;
}

async function availableBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}
