import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { readText } from "./files";
import { paths } from "./paths";

/** A log that grew past this is set aside at the next start, so each daemon keeps two at most. */
const maxBytes = 10_000_000;

export function logFile(component: string): string {
  return join(paths().logs, `${component}.log`);
}

/** Opens a daemon's log for appending. */
export function openLog(component: string): { readonly fd: number; close(): void } {
  mkdirSync(paths().logs, { recursive: true });
  const file = logFile(component);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) renameSync(file, `${file}.1`);
  const fd = openSync(file, "a", 0o600);
  return {
    fd,
    close: () => {
      closeSync(fd);
    },
  };
}

/** @returns the end of a daemon's log; nothing when there is none. */
export function lastLines(component: string, count: number): readonly string[] {
  return readText(logFile(component))?.trimEnd().split("\n").slice(-count) ?? [];
}
