import { setTimeout as sleep } from "node:timers/promises";
import { PlatformFailure } from "../failure";
import { signal } from "./process-table";
import type { ProcessEntry } from "./process-table";

/**
 * Asks processes to end (SIGTERM), and after a grace ends those that are still there (SIGKILL).
 *
 * @param find lists those that are there. It is asked again and again: some start others before they end.
 * @throws PlatformFailure when one survives SIGKILL.
 */
export async function endProcesses(find: () => readonly ProcessEntry[], graceSeconds = 5): Promise<void> {
  for (const target of find()) signal(target, "SIGTERM");
  if (await allEnd(find, graceSeconds)) return;
  const kill = () => {
    const rest = find();
    for (const target of rest) signal(target, "SIGKILL");
    return rest;
  };
  if (await allEnd(kill, 5)) return;
  throw new PlatformFailure({
    problem: "Some processes do not end, not even by SIGKILL",
    details: find().map(({ pid, command }) => `process ${pid} (${command})`),
    next: "They wait for the disk or the kernel. Run `npm run down` again; if that does not help, restart the machine.",
  });
}

async function allEnd(find: () => readonly ProcessEntry[], seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  while (find().length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
