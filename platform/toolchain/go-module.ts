import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../locations";
import { pruneEntries, storeEntry } from "./cache-entry";
import { runClient } from "./client";
import type { RunClient } from "./client";
import { clientFailure } from "./client-failure";
import { onEnoughDisk } from "./disk-space";
import type { SpaceNeed } from "./disk-space";
import { timed } from "./progress";
import type { CachedSource, Lack } from "./source";
import type { ToolName } from "./tools";
import { compareVersions, firstVersion } from "./version";

/** What to build from a Go module; its version is the one pinned in `go/<name>/go.mod`. */
export interface GoModulePins {
  readonly name: string;
  /** Path of the module whose version names the cache entry: `k8s.io/kubernetes`. */
  readonly module: string;
  /** Package to build by tool. */
  readonly packages: Partial<Record<ToolName, string>>;
  /** Linker flags that put the version into the programs. */
  readonly versionFlags?: (version: string) => string;
  /** Files and folders of the module to keep beside the programs: name in the entry, path in the module. */
  readonly extras?: Readonly<Record<string, string>>;
  readonly minutes: number;
  /** Room in Go's module and build caches when they hold nothing yet. */
  readonly gigabytes: number;
}

/** Static and without the builder's paths, so that the programs also run in an image. */
const buildEnvironment = { CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };

/** @param goDir holds a folder per module with its `go.mod` and `go.sum`. */
export function goModule(
  pins: GoModulePins,
  run: RunClient = runClient,
  goDir = join(__dirname, "go"),
): CachedSource {
  const moduleDir = join(goDir, pins.name);
  const goMod = readFileSync(join(moduleDir, "go.mod"), "utf8");
  const version = requiredVersion(goMod, pins.module);
  const origin = `Go module ${pins.module} ${version}`;
  const flags = ["-trimpath", "-buildvcs=false", "-ldflags", linkerFlags(pins, version)];
  const content = contentHash(goMod, flags, pins, process.arch);
  const root = join(cacheDir(), "tools");
  const directory = join(root, `${pins.name}-${version}-${content}`);

  async function go(args: readonly string[], onLine?: (line: string) => void): Promise<string> {
    const result = await run("go", args, {
      cwd: moduleDir,
      env: buildEnvironment,
      ...(onLine === undefined ? {} : { onLine }),
    });
    if (result.exitCode === 0) return result.stdout.trim();
    const command = `cd ${moduleDir} && go ${args.map(quoted).join(" ")}`;
    throw clientFailure({ client: "go", what: origin, command }, result);
  }

  async function fill(partial: string, detail: (text: string) => void): Promise<void> {
    let compiled = 0;
    const packages = Object.values(pins.packages);
    await go(["build", "-v", ...flags, "-o", `${join(partial, "bin")}/`, ...packages], (line) => {
      if (line.startsWith("go: downloading")) detail("downloading modules");
      else detail(`${++compiled} packages compiled`);
    });
    if (pins.extras === undefined) return;
    const source = await go(["list", "-m", "-f", "{{.Dir}}", pins.module]);
    for (const [name, path] of Object.entries(pins.extras)) {
      cpSync(join(source, path), join(partial, name), { recursive: true });
      makeWritable(join(partial, name));
    }
  }

  return {
    name: pins.name,
    origin,
    tools: Object.keys(pins.packages) as ToolName[],
    minutes: pins.minutes,
    directory,
    lacks: () => findLacks(run, moduleDir, goMod),
    space: () => findSpace(run, pins, version),
    install: async (_missing, report) => {
      await timed(report, `${pins.name} ${version}`, (detail) =>
        onEnoughDisk(origin, root, () => storeEntry(directory, (partial) => fill(partial, detail))),
      );
      pruneEntries(root, pins.name, directory);
    },
  };
}

/** @returns the version a `go.mod` requires of a module. */
export function requiredVersion(goMod: string, module: string): string {
  for (const line of goMod.split("\n")) {
    const [path, version] = line
      .trim()
      .replace(/^require /, "")
      .split(/\s+/);
    if (path === module && version !== undefined && version !== "=>") return version;
  }
  throw new Error(`go.mod does not require ${module}`);
}

function linkerFlags(pins: GoModulePins, version: string): string {
  return ["-s -w", pins.versionFlags?.(version) ?? ""].join(" ").trim();
}

/** Changes with anything that changes the programs, except the Go release. */
function contentHash(goMod: string, flags: readonly string[], pins: GoModulePins, arch: string): string {
  const inputs = [goMod, flags, pins.packages, pins.extras ?? {}, arch];
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 8);
}

/** Asked inside the module: a Go that fetches its own toolchain answers with the fetched version there. */
async function findLacks(run: RunClient, moduleDir: string, goMod: string): Promise<readonly Lack[]> {
  const wanted = (/^go (\S+)$/m.exec(goMod)?.[1] ?? "1.26").replace(/\.0$/, "");
  const next = `Install Go ${wanted} or newer, with the go command on PATH.`;
  const { exitCode, stdout, output } = await run("go", ["env", "GOVERSION"], { cwd: moduleDir });
  if (exitCode === undefined) return [{ fault: `Go is not installed; ${wanted} or newer is wanted`, next }];
  const version = firstVersion(stdout);
  if (exitCode === 0 && version !== undefined && compareVersions(version, wanted) >= 0) return [];
  return [{ fault: `Go is too old; ${wanted} or newer is wanted (it says: ${output.trim()})`, next }];
}

/** Modules that were fetched before were most likely compiled before, so little room is needed. */
async function findSpace(run: RunClient, pins: GoModulePins, version: string): Promise<readonly SpaceNeed[]> {
  const { stdout } = await run("go", ["env", "GOMODCACHE", "GOCACHE"]);
  const [moduleCache = "", buildCache = ""] = stdout.split("\n");
  const warm = existsSync(join(moduleCache, `${pins.module}@${version}`));
  return [
    { directory: moduleCache, gigabytes: warm ? 0 : pins.gigabytes / 3 },
    { directory: buildCache, gigabytes: warm ? 0.2 : (pins.gigabytes * 2) / 3 },
    { directory: cacheDir(), gigabytes: 0.6 },
  ];
}

/** Module caches are read-only; a copy must be removable. */
function makeWritable(path: string): void {
  if (!statSync(path).isDirectory()) {
    chmodSync(path, 0o644);
    return;
  }
  chmodSync(path, 0o755);
  for (const entry of readdirSync(path)) makeWritable(join(path, entry));
}

function quoted(argument: string): string {
  return /^[\w./:=@+-]+$/.test(argument) ? argument : `'${argument}'`;
}
