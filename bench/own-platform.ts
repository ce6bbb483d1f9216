import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkMachine } from "../platform/cluster/index";
import { PlatformFailure } from "../platform/failure";
import type { Report } from "../platform/failure";
import { timeNpm } from "./command";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Does `work` with a state folder of its own, so that nobody's stack is touched, and forgets it afterwards. An
 * interrupt does not end this process: what was started is taken down first.
 *
 * @param work asks its argument whether to stop.
 * @throws PlatformFailure when this machine cannot run a platform now, as when another one runs.
 */
export async function withOwnPlatform<T>(
  report: Report,
  work: (isStopped: () => boolean) => Promise<T>,
): Promise<T> {
  const state = mkdtempSync(join(tmpdir(), "pattern-mesh-bench-state-"));
  process.env["PATTERN_MESH_STATE_DIR"] = state;
  try {
    await checkMachine();
  } catch (error) {
    rmSync(state, { recursive: true, force: true });
    throw error;
  }
  let stopped = false;
  const stop = () => {
    stopped = true;
    report("interrupted; the benchmark ends with the command under way and takes its platform down");
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(() => stopped);
  } finally {
    await takeDown(state);
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Keeps the folder when something may still run in it. */
async function takeDown(state: string): Promise<void> {
  try {
    await timeNpm("down", ["--purge"]);
  } catch (error) {
    throw new PlatformFailure({
      problem: "The platform of the benchmark could not be taken down",
      details: (error instanceof Error ? error.message : String(error)).split("\n"),
      next: `Run: PATTERN_MESH_STATE_DIR=${state} npm run down -- --purge`,
      cause: error,
    });
  }
  rmSync(state, { recursive: true, force: true });
}
