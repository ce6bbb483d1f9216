import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlatformFailure } from "../failure";
import { runClient } from "../toolchain/client";
import type { RunClient } from "../toolchain/client";
import type { ImageFile } from "./image";

/** Loaded by name at run time, so no program lists them: how glibc before 2.34 looks up hosts and users. */
const nameServices = ["libnss_files.so.2", "libnss_dns.so.2"];

/**
 * The shared libraries and the loader some host programs need, at the paths they have on the host.
 *
 * @returns nothing for static programs.
 * @throws PlatformFailure naming the libraries that the host lacks.
 */
export async function sharedLibraries(
  programs: readonly string[],
  run: RunClient = runClient,
): Promise<readonly ImageFile[]> {
  // It fails for static programs and still lists the others.
  const { output, exitCode } = await run("ldd", programs);
  if (exitCode === undefined) {
    throw new PlatformFailure({
      problem: "ldd is not installed; it tells which libraries go into an image",
      next: "Install the C library's programs (Debian: libc-bin).",
    });
  }
  const { libraries, absent } = parseLdd(output);
  if (absent.length > 0) {
    throw new PlatformFailure({
      problem: `Shared libraries of ${programs.join(", ")} are missing on this machine`,
      details: absent,
      next: "Install the packages that have them, or reinstall the program.",
    });
  }
  return withNameServices(libraries).map((path) => ({ path, mode: 0o755, content: { file: path } }));
}

/** Reads the paths from what `ldd` printed for any number of programs. */
export function parseLdd(output: string): { libraries: readonly string[]; absent: readonly string[] } {
  const libraries = new Set<string>();
  const absent = new Set<string>();
  for (const line of output.split("\n")) {
    const missing = /^\s*(\S+) => not found/.exec(line)?.[1];
    if (missing !== undefined) absent.add(missing);
    const path = /(?:=>|^)\s*(\/\S+) \(0x[0-9a-f]+\)/.exec(line)?.[1];
    if (path !== undefined) libraries.add(path);
  }
  return { libraries: [...libraries].sort(), absent: [...absent].sort() };
}

function withNameServices(libraries: readonly string[]): readonly string[] {
  const libc = libraries.find((path) => path.endsWith("/libc.so.6"));
  if (libc === undefined) return libraries;
  const extra = nameServices.map((name) => join(dirname(libc), name)).filter((path) => existsSync(path));
  return [...new Set([...libraries, ...extra])].sort();
}
