import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureTools } from "../platform/toolchain/index";
import type { Measurement } from "./measurement";

/** Builds every tool into an empty cache. Go's own caches are used as they are: say how warm they were. */
export async function measureColdBuild(report: (line: string) => void): Promise<readonly Measurement[]> {
  const cache = mkdtempSync(join(tmpdir(), "pattern-mesh-bench-"));
  const before = process.env["PATTERN_MESH_CACHE_DIR"];
  process.env["PATTERN_MESH_CACHE_DIR"] = cache;
  const begin = Date.now();
  try {
    await ensureTools(report);
    const note = "empty cache of the project; Go's caches as they were";
    return [{ name: "build of every tool", value: (Date.now() - begin) / 1000, unit: "s", note }];
  } finally {
    if (before === undefined) delete process.env["PATTERN_MESH_CACHE_DIR"];
    else process.env["PATTERN_MESH_CACHE_DIR"] = before;
    rmSync(cache, { recursive: true, force: true });
  }
}
