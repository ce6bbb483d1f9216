import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import type { Report } from "../failure";
import { cacheDir } from "../locations";
import { verifyEntry } from "./cache-entry";
import { installMissing } from "./install";
import { withLock } from "./lock";
import { search } from "./search";
import { allSources } from "./sources";
import { goTools, pythonTools, systemTools } from "./tools";
import type { ToolName, Tools, ToolSearch } from "./tools";

export type { MissingTool, ToolName, Tools, ToolSearch } from "./tools";

/** What a caller needs. */
export interface ToolOptions {
  /**
   * Only these tools.
   *
   * @default every tool of the platform
   */
  readonly only?: readonly ToolName[];
}

/** Finds what is installed or cached. Builds and installs nothing; takes well under a second. */
export async function findTools(options: ToolOptions = {}): Promise<ToolSearch> {
  const wanted = new Set<ToolName>(options.only ?? [...goTools, ...pythonTools, ...systemTools]);
  return search(allSources(), wanted);
}

/**
 * Finds every tool, and installs or builds what is missing (about 12 minutes on two cores when nothing is cached).
 * Two runs at once are safe: the second waits for the first and says so.
 *
 * @param report receives a line per step, with the time it took and what comes next.
 * @throws PlatformFailure naming the package, the client command and the next step.
 */
export async function ensureTools(report: Report, options: ToolOptions = {}): Promise<Tools> {
  const before = await findTools(options);
  if (before.missing.length === 0) return before.tools;
  return withLock(toolCache(), "the tools", report, async () => {
    // The run that held the lock may have installed them.
    const { missing } = await findTools(options);
    if (missing.length > 0) await installMissing(allSources(), missing, report);
    const after = await findTools(options);
    if (after.missing.length === 0) return after.tools;
    throw new PlatformFailure({
      problem: "Some tools are still missing after their installation",
      details: after.missing.map(({ tool, origin, notes }) => `${tool} (${origin}): ${notes.join("; ")}`),
      next: "Install them by hand so that they are on PATH in the version wanted, then run again.",
    });
  });
}

/** Compares every cached file with its recorded SHA-256. @returns one line per damaged file. */
export async function verifyToolCache(): Promise<readonly string[]> {
  if (!existsSync(toolCache())) return [];
  const entries = readdirSync(toolCache()).filter((name) => /-v[^/]*-[0-9a-f]{8}$/.test(name));
  const faults = await Promise.all(entries.map((name) => verifyEntry(join(toolCache(), name))));
  return faults.flat();
}

function toolCache(): string {
  return join(cacheDir(), "tools");
}
