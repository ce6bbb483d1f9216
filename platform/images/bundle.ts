import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import type { BuildFailure } from "esbuild";
import { PlatformFailure } from "../failure";

/** @returns the services there are: the folders of `servicesDir` with a `main.ts`. */
export function serviceNames(servicesDir: string): readonly string[] {
  if (!existsSync(servicesDir)) return [];
  return readdirSync(servicesDir)
    .filter((name) => existsSync(join(servicesDir, name, "main.ts")))
    .sort();
}

/**
 * Bundles every service into one file each, dependencies included.
 *
 * @returns the program text by service name.
 * @throws PlatformFailure with every error, by file and line.
 */
export async function bundleServices(servicesDir: string): Promise<ReadonlyMap<string, string>> {
  const names = serviceNames(servicesDir);
  if (names.length === 0) return new Map();
  try {
    const { outputFiles } = await build({
      entryPoints: Object.fromEntries(names.map((name) => [name, join(servicesDir, name, "main.ts")])),
      // Paths in the bundle start here, so they do not depend on where the checkout lies.
      absWorkingDir: servicesDir,
      outdir: "bundled",
      bundle: true,
      write: false,
      platform: "node",
      target: "node20",
      format: "cjs",
      charset: "utf8",
      legalComments: "none",
      logLevel: "silent",
    });
    return new Map(outputFiles.map(({ path, text }) => [basename(path, ".js"), text]));
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new PlatformFailure({
      problem: "The services do not bundle",
      details: error.errors.map(({ location, text }) =>
        location === null ? text : `${location.file}:${location.line}:${location.column}: ${text}`,
      ),
      next: "Mend these lines, then run again; npm run typecheck shows more.",
      cause: error,
    });
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
