import { podProcesses } from "./cgroups";
import { readProcess } from "./process-table";
import { endProcesses } from "./ending";

/** Longer than Envoy drains. */
const graceSeconds = 8;

/**
 * Ends every process of every pod. The kubelet must not run, or it starts them again.
 *
 * @returns how many there were.
 */
export async function stopPods(): Promise<number> {
  const count = podEntries().length;
  await endProcesses(podEntries, graceSeconds);
  return count;
}

function podEntries() {
  return podProcesses().flatMap((pid) => readProcess(pid) ?? []);
}
