import { join } from "node:path";
import { PlatformFailure } from "../failure";
import { findDamage } from "./cache-entry";
import { runClient } from "./client";
import type { RunClient } from "./client";
import { locateOnPath } from "./path";
import type { Located } from "./path";
import type { CachedSource, Source } from "./source";
import type { MissingTool, ToolName, ToolSearch, Tools } from "./tools";

/** A way to get a tool without installing it. */
export type Way = (tool: ToolName) => Promise<Located>;

/** Tries the ways in order. @returns the first path, or what each way said. */
export async function locate(
  tool: ToolName,
  ways: readonly Way[],
): Promise<{ readonly path: string } | { readonly notes: readonly string[] }> {
  const notes: string[] = [];
  for (const way of ways) {
    const located = await way(tool);
    if ("path" in located) return located;
    notes.push(located.note);
  }
  return { notes };
}

/** The ways for the tools of one source: an installed program of a good version, then the cache. */
export function waysOf(source: Source | CachedSource, run: RunClient = runClient): readonly Way[] {
  const onPath: Way = (tool) => locateOnPath(tool, run);
  if (!("directory" in source)) return [onPath];
  const damage = findDamage(source.directory);
  const inCache: Way = (tool) =>
    Promise.resolve(
      damage === undefined
        ? { path: join(source.directory, "bin", tool) }
        : { note: `${source.directory}: ${damage}` },
    );
  return [onPath, inCache];
}

/** Looks for some tools of some sources. */
export async function search(
  sources: readonly (Source | CachedSource)[],
  wanted: ReadonlySet<ToolName>,
): Promise<ToolSearch> {
  const paths = new Map<ToolName, string>();
  const missing: MissingTool[] = [];
  await Promise.all(
    sources.map(async (source) => {
      const tools = source.tools.filter((tool) => wanted.has(tool));
      if (tools.length === 0) return;
      const ways = waysOf(source);
      for (const tool of tools) {
        const located = await locate(tool, ways);
        if ("path" in located) paths.set(tool, located.path);
        else missing.push({ tool, origin: source.origin, notes: located.notes });
      }
    }),
  );
  return { tools: toolsAt(paths, missing, istioEntry(sources)), missing };
}

/** The charts and the bootstrap template lie beside the programs of the module that has istiod. */
function istioEntry(sources: readonly (Source | CachedSource)[]): string {
  const istio = sources.find((source) => source.tools.includes("pilot-discovery"));
  return istio !== undefined && "directory" in istio ? istio.directory : "";
}

function toolsAt(
  paths: ReadonlyMap<ToolName, string>,
  missing: readonly MissingTool[],
  istioEntry: string,
): Tools {
  return {
    path: (tool) => {
      const path = paths.get(tool);
      if (path !== undefined) return path;
      throw new PlatformFailure({
        problem: `${tool} is not installed`,
        details: missing.find((entry) => entry.tool === tool)?.notes ?? [],
        next: "npm run up installs it.",
      });
    },
    charts: {
      base: join(istioEntry, "charts", "base"),
      istiod: join(istioEntry, "charts", "istiod"),
      gateway: join(istioEntry, "charts", "gateway"),
    },
    envoyBootstrap: join(istioEntry, "envoy_bootstrap.json"),
  };
}
