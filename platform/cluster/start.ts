import { existsSync, mkdirSync, rmSync } from "node:fs";
import { ministack } from "../aws/ministack";
import type { Report } from "../failure";
import { awsHost } from "../locations";
import { clusterAccess } from "./access";
import type { Cluster } from "./access";
import { ensureCgroups, podProcesses } from "./cgroups";
import type { ClusterImages, ClusterTools, Component } from "./component";
import { apiServer, controllerManager, etcd, scheduler } from "./control-plane";
import { applyCoreDns, coreDnsFault } from "./coredns";
import { ensureCredentials, tokenOf } from "./credentials";
import { readText, writeIfChanged } from "./files";
import { forwardComponents, forwards } from "./forwards";
import { rememberHostSettings } from "./host-settings";
import { addHost } from "./hosts-file";
import { importImages } from "./images";
import { renderKubeconfig } from "./kubeconfig";
import { mainProcess, markedProcesses } from "./marked-processes";
import { unmountWithin } from "./mounts";
import { currentNamespace, ensureNetwork } from "./network";
import { containerd, kubelet, kubeProxy } from "./node-agents";
import { forgetReadyPods, nodeFault } from "./node-status";
import { paths } from "./paths";
import { stopPods } from "./pods";
import { checkMachine } from "./preflight";
import { startedAt } from "./process-table";
import { stopEverything } from "./stop";
import { ensureRunning } from "./supervisor";
import { removePodTraces } from "./traces";
import { together, waitFor } from "./waiting";

/** Brings up what is not healthy; see `startCluster`. The caller holds the cluster's lock. */
export async function bringUp(tools: ClusterTools, images: ClusterImages, report: Report): Promise<Cluster> {
  // Again, after the wait for the lock.
  await checkMachine();
  if (lostItsGround()) {
    report("parts of a cluster run without their files or network; stopping them");
    await stopEverything(report);
  }
  await prepare(tools);
  const ensure = (component: Component) =>
    ensureRunning(component, component.commandLine(tools, images), report);

  const forwarding = together(forwards.flatMap(forwardComponents).map(ensure));
  const api = ensure(etcd)
    .then(() => ensure(apiServer))
    .then(() => forwarding);
  const keepPods = podsSurvive();
  const needed = images.list.filter(({ reference }) => [images.pause, images.coredns].includes(reference));
  const runtime = startRuntime(ensure, keepPods).then(() => importImages(tools, needed, report));
  const imports = runtime.then(() => importImages(tools, images.list, report));
  const node = together([api, runtime]).then(() => startNode(ensure, keepPods));
  const dns = api.then(() => applyCoreDns(images.coredns));
  const others = api.then(() => together([controllerManager, scheduler, kubeProxy].map(ensure)));
  await together([forwarding, api, runtime, imports, node, dns, others, ensure(ministack)]);

  await waitFor("The cluster's name server did not become Ready", coreDnsFault, 90);
  writeKubeconfig();
  return clusterAccess();
}

async function prepare(tools: ClusterTools): Promise<void> {
  for (const folder of [paths().state, paths().run, paths().aws, paths().awsScratch]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  ensureCredentials(mainProcess(apiServer.name) === undefined);
  rememberHostSettings();
  ensureCgroups();
  addHost(awsHost);
  await ensureNetwork(tools);
}

/** Something runs, but what it stands on was removed by hand or never finished. */
function lostItsGround(): boolean {
  const runs = markedProcesses().length + podProcesses().length > 0;
  const stands = currentNamespace() !== undefined && existsSync(paths().run) && existsSync(paths().tokens);
  return runs && !stands;
}

/** Pods outlive containerd and the kubelet as long as their shims do. */
function podsSurvive(): boolean {
  return markedProcesses().some(({ component, isMain }) => component === containerd.name && !isMain);
}

async function startRuntime(
  ensure: (component: Component) => Promise<void>,
  keepPods: boolean,
): Promise<void> {
  if (!keepPods && mainProcess(containerd.name) === undefined) {
    // What a reboot, a stop or a kill left tells of containers that are gone.
    await stopPods();
    const { containerdState, runcState, podAddresses } = paths();
    await removePodTraces();
    await unmountWithin([containerdState]);
    for (const folder of [containerdState, runcState, podAddresses])
      rmSync(folder, { recursive: true, force: true });
  }
  await ensure(containerd);
}

async function startNode(ensure: (component: Component) => Promise<void>, keepPods: boolean): Promise<void> {
  if (!keepPods) await forgetReadyPods();
  await ensure(kubelet);
  const since = startedAt(mainProcess(kubelet.name)?.startTicks ?? 0);
  await waitFor("The node did not become Ready", () => nodeFault(since), 60);
}

function writeKubeconfig(): void {
  const { kubeconfig, urls } = clusterAccess();
  const text = readText(paths().authority) ?? "";
  writeIfChanged(
    kubeconfig,
    renderKubeconfig({ token: tokenOf("admin"), authority: { text }, server: urls.api }),
  );
}
