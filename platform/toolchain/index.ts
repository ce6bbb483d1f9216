import type { Report } from "../failure";
import type { Tools, ToolSearch } from "./tools";

export type { MissingTool, ToolName, Tools, ToolSearch } from "./tools";

/** Finds what is installed or cached. Builds and installs nothing; takes well under a second. */
export function findTools(): Promise<ToolSearch> {
  return Promise.reject(new Error("not built yet"));
}

/**
 * Finds every tool, and installs or builds what is missing (about 15 minutes on two cores when nothing is cached).
 * Two runs at once are safe: the second waits for the first and says so.
 *
 * @param report receives one line per step, with the time it took and what comes next.
 * @throws PlatformFailure naming the tool, the client command and the next step.
 */
export function ensureTools(report: Report): Promise<Tools> {
  report("looking for the tools");
  return Promise.reject(new Error("not built yet"));
}

/** Compares every cached file with its recorded SHA-256. @returns one line per damaged file. */
export function verifyToolCache(): Promise<readonly string[]> {
  return Promise.reject(new Error("not built yet"));
}
