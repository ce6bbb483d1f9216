import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** @returns the text of a file, undefined when it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Writes a file for root only, whole or not at all; a reader never sees half of it. */
export function writeIfChanged(file: string, text: string): void {
  if (readText(file) === text) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

/** @returns the names of the entries of a folder; none when it cannot be read. */
export function names(folder: string): readonly string[] {
  return list(folder).map((entry) => entry.name);
}

/** @returns the names of the folders in a folder; none when it cannot be read. */
export function folderNames(folder: string): readonly string[] {
  return list(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Tells whether an error of the system has one of some codes: `ENOENT`. */
export function isOneOf(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
