import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** A program that is asked to end has this long; the engine waits 5 s for the plugin itself. */
const graceMillis = 3000;
const running = new Set<ChildProcess>();

/** Starts node for a program or policy pack. It is ended with the host at the latest. */
export function startNode(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, options);
  running.add(child);
  const forget = () => running.delete(child);
  child.once("error", forget);
  child.once("exit", forget);
  return child;
}

/** Asks a child to end, and ends it when it does not. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([gone, sleep(graceMillis, undefined, { ref: false })]);
  if (running.has(child)) child.kill("SIGKILL");
}

export async function endChildren(): Promise<void> {
  await Promise.all([...running].map(endChild));
}
