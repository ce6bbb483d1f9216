import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isObject, objectAt, stringAt } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";

export interface Dependency {
  readonly name: string;
  readonly version: string;
}

/** @returns the packages that a program's package.json names, in the versions that are installed. */
export function programDependencies(programDirectory: string): readonly Dependency[] {
  const manifest = packageManifest(programDirectory);
  const names = Object.keys({
    ...objectAt(manifest, "dependencies"),
    ...objectAt(manifest, "devDependencies"),
  });
  return names.sort().flatMap((name) => {
    const version = installedVersion(name, programDirectory);
    return version === undefined ? [] : [{ name, version }];
  });
}

/** @returns the provider plugins that the program's SDK packages ask for. */
export function requiredProviders(programDirectory: string): readonly Dependency[] {
  return Object.keys(objectAt(packageManifest(programDirectory), "dependencies")).flatMap((name) => {
    const manifest = installedManifest(name, programDirectory);
    const pulumi = objectAt(manifest, "pulumi");
    if (pulumi["resource"] !== true) return [];
    const version = stringAt(pulumi, "version") ?? stringAt(manifest, "version");
    const plugin = stringAt(pulumi, "name") ?? name.replace(/^.*\//, "");
    return version === undefined ? [] : [{ name: plugin, version: `v${version.replace(/^v/, "")}` }];
  });
}

function installedVersion(name: string, directory: string): string | undefined {
  return stringAt(installedManifest(name, directory), "version");
}

function installedManifest(name: string, directory: string): JsonObject {
  const folders = createRequire(join(directory, "noop.js")).resolve.paths(name) ?? [];
  const file = folders.map((folder) => join(folder, name, "package.json")).find((path) => existsSync(path));
  return file === undefined ? {} : readManifest(file);
}

/** The nearest package.json at the folder or above. */
function packageManifest(directory: string): JsonObject {
  const file = join(directory, "package.json");
  if (existsSync(file)) return readManifest(file);
  const parent = dirname(directory);
  return parent === directory ? {} : packageManifest(parent);
}

function readManifest(file: string): JsonObject {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Json;
  return isObject(manifest) ? manifest : {};
}
