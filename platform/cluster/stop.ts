import { existsSync, readdirSync, rmSync } from "node:fs";
import { ministack } from "../aws/ministack";
import type { Report } from "../failure";
import { removeCgroups } from "./cgroups";
import type { Component } from "./component";
import { apiServer, controllerManager, etcd, scheduler } from "./control-plane";
import { endProcesses } from "./ending";
import { forwardComponents, forwards } from "./forwards";
import { restoreHostSettings } from "./host-settings";
import { removeHost } from "./hosts-file";
import { markedProcesses } from "./marked-processes";
import { unmountWithin } from "./mounts";
import { removeNetwork } from "./network";
import { containerd, kubelet, kubeProxy } from "./node-agents";
import { paths } from "./paths";
import { stopPods } from "./pods";
import { stopComponents } from "./supervisor";
import { removePodTraces } from "./traces";

/** What `stopCluster` left on disk for the next start. */
export interface StopResult {
  /** `<what>: <path>`, one per folder; empty after a purge or when there was nothing. */
  readonly kept: readonly string[];
}

/** Stops everything of ours on this machine, whichever run started it. The caller holds the cluster's lock. */
export async function stopEverything(report: Report): Promise<void> {
  const saving = stopComponents([ministack]);
  await stopComponents([kubelet]);
  const pods = await stopPods();
  if (pods > 0) report(`pods stopped (${pods} processes)`);
  const order: readonly (readonly Component[])[] = [
    [containerd, controllerManager, scheduler, kubeProxy],
    [apiServer],
    [etcd, ...forwards.flatMap(forwardComponents)],
  ];
  for (const components of order) await stopComponents(components);
  await saving;
  // Of components an older version of this program had.
  await endProcesses(markedProcesses);
  await removePodTraces();
  restoreHostSettings();
  const { run, kubelet: kubeletRoot, containerd: containerdRoot } = paths();
  await unmountWithin([run, kubeletRoot, containerdRoot]);
  await removeNetwork();
  removeCgroups();
  removeHost();
  rmSync(run, { recursive: true, force: true });
  report("cluster stopped");
}

/** @returns what is left in the state folder, for people. */
export function keptState(): readonly string[] {
  const { etcd: data, containerd: images, aws, kubelet: volumes, logs, keys } = paths();
  const all = { "cluster objects": data, images, "local AWS": aws, "pod volumes": volumes, logs, keys };
  return Object.entries(all).flatMap(([what, folder]) => (existsSync(folder) ? [`${what}: ${folder}`] : []));
}

/** Removes everything in the state folder. */
export async function purgeState(): Promise<void> {
  const { state } = paths();
  if (!existsSync(state)) return;
  await unmountWithin([state]);
  for (const name of readdirSync(state)) rmSync(`${state}/${name}`, { recursive: true, force: true });
}
