import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { projectDir } from "../locations";
import { enginePaths } from "./paths";

/** Plugins of clouds, by the SDK that asks for them in its own version. */
const providers = ["kubernetes", "aws"] as const;

const languageHost = "pulumi-language-nodejs";

/** A plugin that is not installed, for which this checkout's stand-in serves. */
export interface StandIn {
  readonly executable: string;
  /** How to have the official one. */
  readonly official: string;
}

/** The engine of this machine: its CLI, its home, and which of its plugins are stand-ins. */
export interface Plugins {
  /** The CLI to run, with the language host beside it. */
  readonly pulumi: string;
  /** For PULUMI_HOME: a plugin cache of the project's own, so that nothing is put into the user's. */
  readonly home: string;
  readonly standIns: readonly StandIn[];
}

/**
 * Gives the engine every plugin the program needs: the official one where it is installed (on PATH or in the user's
 * plugin cache, in the version of the SDK), else this checkout's stand-in.
 *
 * @param pulumi absolute path of the installed CLI.
 */
export function linkPlugins(pulumi: string): Plugins {
  const { plugins: root } = enginePaths();
  rmSync(root, { recursive: true, force: true });
  const home = join(root, "home");
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const providerStandIns = providers.flatMap((name) => linkProvider(home, name));
  if (isBeside(pulumi) || isOnPath(languageHost)) return { pulumi, home, standIns: providerStandIns };
  symlinkSync(standIn(languageHost), join(root, languageHost));
  const neighbour = join(root, "pulumi");
  placeBeside(pulumi, neighbour);
  const host = { executable: languageHost, official: "comes with the pulumi CLI of pulumi.com" };
  return { pulumi: neighbour, home, standIns: [host, ...providerStandIns] };
}

function linkProvider(home: string, name: (typeof providers)[number]): readonly StandIn[] {
  const executable = `pulumi-resource-${name}`;
  if (isOnPath(executable)) return [];
  const version = sdkVersion(name);
  const folder = join("plugins", `resource-${name}-v${version}`);
  const official = join(process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), folder, executable);
  const isInstalled = existsSync(official);
  mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  symlinkSync(isInstalled ? official : standIn(executable), join(home, folder, executable));
  return isInstalled ? [] : [{ executable, official: `pulumi plugin install resource ${name} v${version}` }];
}

function sdkVersion(name: string): string {
  const manifest = readFileSync(join(projectDir, "node_modules", "@pulumi", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function standIn(executable: string): string {
  return join(projectDir, "platform", "plugins", "bin", executable);
}

function isBeside(pulumi: string): boolean {
  return existsSync(join(dirname(pulumi), languageHost));
}

function isOnPath(executable: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => folder !== "" && existsSync(join(folder, executable)));
}

/** A hard link costs no space, but cannot cross file systems. A symbolic one would lead the engine away again. */
function placeBeside(file: string, copy: string): void {
  try {
    linkSync(file, copy);
  } catch {
    copyFileSync(file, copy);
  }
}
