import { podProcesses } from "./cgroups";
import { readProcess } from "./process-table";
import { endProcesses } from "./supervisor";

/** Longer than Envoy drains. */
const graceSeconds = 8;

/**
 * Ends every process of every pod. The kubelet must not run, or it starts them again.
 *
 * @returns how many there were.
 */
export async function stopPods(): Promise<number> {
  const found = podEntries();
  await endProcesses(found, graceSeconds);
  // Those that started meanwhile.
  await endProcesses(podEntries(), 0);
  return found.length;
}

function podEntries() {
  return podProcesses().flatMap((pid) => readProcess(pid) ?? []);
}
