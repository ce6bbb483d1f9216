import { Faults } from "../shared/faults";
import type { HttpMatch, HttpRoute } from "../shared/istio";
import { type Routing, httpRoutes } from "../shared/routing";

/**
 * The gateway's routes: those of each service, under its path. The longest path comes first, so that the order in which
 * they were given does not matter. What matches none of them gets 404 from the gateway.
 */
export function ingressRoutes(table: Readonly<Record<string, Routing>>): HttpRoute[] {
  return Object.entries(table)
    .toSorted(([a], [b]) => b.length - a.length || a.localeCompare(b))
    .flatMap(([path, routing]) => httpRoutes(routing, matchesBelow(path)));
}

/** The path itself and everything below it, but not its neighbours: `/api/users` is not `/api/users-old`. */
export function matchesBelow(path: string): HttpMatch[] {
  return [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
}

/** The same, in the words of an AuthorizationPolicy. */
export function pathsBelow(path: string): string[] {
  return [path, `${path}/*`];
}

/** @throws pulumi.InputPropertiesError naming every path that is not one. */
export function checkPaths(paths: readonly string[]): void {
  const faults = new Faults("The gateway's routes");
  faults.require(paths.length > 0, "routes", paths, "at least one path and its service");
  for (const path of paths) {
    const legal = /^(\/[a-z0-9][-a-z0-9._]*)+$/.test(path);
    faults.require(
      legal,
      path,
      path,
      "segments of lower-case letters and digits after slashes, such as /api/users",
    );
  }
  faults.throwIfAny();
}
