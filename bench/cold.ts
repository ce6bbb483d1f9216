import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../platform/failure";
import { ensureTools } from "../platform/toolchain/index";
import type { Measurement } from "./measurement";

const variable = "PATTERN_MESH_CACHE_DIR";

/** Builds every tool into an empty cache. Go's and pip's own caches are used as they are. */
export async function* measureColdBuild(report: Report): AsyncGenerator<Measurement> {
  const cache = mkdtempSync(join(tmpdir(), "pattern-mesh-bench-cache-"));
  const before = process.env[variable];
  process.env[variable] = cache;
  try {
    const begin = performance.now();
    await ensureTools(report);
    const value = (performance.now() - begin) / 1000;
    const note = "own cache empty; Go's and pip's caches may be warm, tools on PATH are not built";
    yield { name: "cold build of the tools", value, unit: "s", note };
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = before;
    rmSync(cache, { recursive: true, force: true });
  }
}
