import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import * as fs from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";

/**
 * One version of one package in the cache: a folder that is either whole or absent. It is filled under another name
 * and renamed at the end; its manifest tells later damage.
 */

const manifestName = "manifest.json";

const manifestSchema = z.object({
  files: z.record(z.string(), z.object({ size: z.number(), sha256: z.string() })),
  /** Links out of the entry and what they led to: an interpreter that was replaced makes the entry useless. */
  links: z.record(z.string(), z.string()),
});

type Manifest = z.infer<typeof manifestSchema>;

/** Fills a new entry and puts it in place of any older or damaged one. `fill` writes below the folder it is given. */
export async function storeEntry(directory: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${directory}.${process.pid}.partial`;
  removeTree(partial);
  fs.mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    fs.writeFileSync(join(partial, manifestName), JSON.stringify(await describe(partial)));
    removeTree(directory);
    fs.renameSync(partial, directory);
  } catch (error) {
    removeTree(partial);
    throw error;
  }
}

/** The cheap check of every run: sizes and links only. @returns what is wrong, or undefined for a whole entry. */
export function findDamage(directory: string): string | undefined {
  if (!fs.existsSync(directory)) return "not in the cache";
  const manifest = readManifest(directory);
  if (manifest === undefined) return "its manifest is missing or unreadable";
  for (const [file, { size }] of Object.entries(manifest.files)) {
    const found = fs.statSync(join(directory, file), { throwIfNoEntry: false })?.size;
    if (found !== size) return `${file} has ${found ?? "no"} bytes; ${size} were stored`;
  }
  for (const [link, target] of Object.entries(manifest.links)) {
    const path = join(directory, link);
    const found = fs.existsSync(path) ? fs.realpathSync(path) : "nothing";
    if (found !== target) return `${link} leads to ${found}; it led to ${target}`;
  }
  return undefined;
}

/** The full check. @returns one line per damaged file. */
export async function verifyEntry(directory: string): Promise<readonly string[]> {
  const manifest = readManifest(directory);
  if (manifest === undefined) return [`${directory}: its manifest is missing or unreadable`];
  const faults: string[] = [];
  for (const [file, stored] of Object.entries(manifest.files)) {
    const path = join(directory, file);
    if (!fs.existsSync(path)) faults.push(`${path}: missing`);
    else if ((await sha256OfFile(path)) !== stored.sha256)
      faults.push(`${path}: differs from what was stored`);
  }
  return faults;
}

/** Removes what killed runs left half-filled, and entries older than the newest one before the current. */
export function pruneEntries(root: string, name: string, current: string): void {
  const mine = fs.readdirSync(root).filter((entry) => entry.startsWith(`${name}-v`));
  for (const entry of mine.filter(isAbandoned)) removeTree(join(root, entry));
  const older = mine
    .filter((entry) => !entry.endsWith(".partial") && join(root, entry) !== current)
    .sort((a, b) => fs.statSync(join(root, b)).mtimeMs - fs.statSync(join(root, a)).mtimeMs);
  for (const entry of older.slice(1)) removeTree(join(root, entry));
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** @returns whether a `.partial` folder or file belongs to a run that is no more. */
export function isAbandoned(entry: string): boolean {
  const pid = /\.(\d+)\.partial$/.exec(entry)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

function readManifest(directory: string): Manifest | undefined {
  try {
    const text = fs.readFileSync(join(directory, manifestName), "utf8");
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function describe(directory: string): Promise<Manifest> {
  const manifest: Manifest = { files: {}, links: {} };
  const entries = fs.readdirSync(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(directory, path);
    // Python rewrites these as it pleases.
    if (name.includes("__pycache__")) continue;
    if (entry.isSymbolicLink() && isAbsolute(fs.readlinkSync(path)))
      manifest.links[name] = fs.realpathSync(path);
    if (entry.isFile()) {
      manifest.files[name] = { size: fs.statSync(path).size, sha256: await sha256OfFile(path) };
    }
  }
  return manifest;
}

/** Also removes what was copied from read-only sources. */
function removeTree(path: string): void {
  if (fs.existsSync(dirname(path))) fs.rmSync(path, { recursive: true, force: true });
}
