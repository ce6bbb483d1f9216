import { delimiter } from "node:path";

const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * The PATH of a daemon. Not the caller's: npm and shells add to that, and a daemon is started anew when what it was
 * started with has changed.
 *
 * @param first folders to look in before the system's.
 */
export function systemPath(...first: readonly string[]): string {
  return [...first, ...folders].join(delimiter);
}
