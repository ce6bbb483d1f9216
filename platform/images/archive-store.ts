import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../failure";
import { isAbandoned } from "../toolchain/cache-entry";
import { onEnoughDisk } from "../toolchain/disk-space";
import { formatDuration } from "../toolchain/progress";
import { sha256 } from "./image";
import type { TaggedImage } from "./image";
import { writeArchive } from "./oci-archive";

/** Archives kept of each set beside the current one: going back to recent code rebuilds nothing. */
const keptBeside = 2;

/**
 * Writes the archive of a set of images, unless it is there from an earlier run, and prunes older ones of the set.
 *
 * @param set names the archive: `services`.
 * @returns its path.
 */
export async function storeArchive(
  directory: string,
  set: string,
  images: readonly TaggedImage[],
  report: Report,
): Promise<string> {
  const references = images.map(({ reference }) => reference);
  const path = join(directory, `${set}-${sha256(references).slice(0, 12)}.tar`);
  if (existsSync(path)) {
    const now = new Date();
    utimesSync(path, now, now);
  } else {
    await write(path, set, images, report);
  }
  prune(directory, set);
  return path;
}

async function write(
  path: string,
  set: string,
  images: readonly TaggedImage[],
  report: Report,
): Promise<void> {
  const started = Date.now();
  await onEnoughDisk(`the ${set} images`, path, () => writeArchive(path, images));
  const megabytes = Math.round(statSync(path).size / 1e6);
  report(`${set} images: ${megabytes} MB written in ${formatDuration(Date.now() - started)}`);
}

function prune(directory: string, set: string): void {
  mkdirSync(directory, { recursive: true });
  const mine = readdirSync(directory).filter((name) => name.startsWith(`${set}-`));
  const archives = mine
    .filter((name) => name.endsWith(".tar"))
    .map((name) => ({ name, used: statSync(join(directory, name)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  const old = archives.slice(1 + keptBeside).map(({ name }) => name);
  for (const name of [...old, ...mine.filter(isAbandoned)]) rmSync(join(directory, name), { force: true });
}
