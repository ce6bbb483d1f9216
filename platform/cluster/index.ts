import type { Report } from "../failure";
import type { Cluster } from "./access";
import type { ClusterImages, ClusterTools } from "./component";
import { withClusterLock } from "./lock";
import { checkMachine, mustBeRoot, mustOwnWhatRuns } from "./preflight";
import { bringUp } from "./start";
import { keptState, purgeState, stopEverything } from "./stop";
import type { StopResult } from "./stop";

export { importImages, pruneImages } from "./images";
export type { ArchivedImage, ClusterImages, ClusterTool, ClusterTools } from "./component";
export { clusterAccess } from "./access";
export type { Cluster } from "./access";
export { checkMachine } from "./preflight";
export { clusterStatus } from "./status";
export type { ComponentStatus } from "./status";
export type { StopResult } from "./stop";

/**
 * Brings up what is not healthy and leaves the rest alone: from nothing, after any part was killed, after a start
 * that did not finish, after a reboot. Two starts at once are safe: the second waits for the first.
 *
 * @param report receives a line per step.
 * @throws PlatformFailure with every fault of the machine at once, before anything is changed; or naming the part
 * that did not become healthy, with the end of its log.
 */
export async function startCluster(
  tools: ClusterTools,
  images: ClusterImages,
  report: Report,
): Promise<Cluster> {
  await checkMachine();
  return withClusterLock(report, () => bringUp(tools, images, report));
}

/**
 * Stops pods and processes, and removes mounts, network namespace, cgroups, the line in /etc/hosts and the run
 * folder; also after a half-failed start. Nothing running is not an error; a cluster of another state folder is one.
 *
 * @param options.purge also removes everything in the state folder. @default false
 */
export function stopCluster(report: Report, options: { readonly purge?: boolean } = {}): Promise<StopResult> {
  if (process.platform !== "linux") return Promise.resolve({ kept: [] });
  mustBeRoot("Stopping the cluster");
  return withClusterLock(report, async () => {
    mustOwnWhatRuns();
    await stopEverything(report);
    if (options.purge === true) await purgeState();
    return { kept: keptState() };
  });
}
