import { lstatSync, readlinkSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { podNetwork } from "./containerd-config";
import { isOneOf, names, readText } from "./files";
import { paths } from "./paths";
import { socketProbe } from "./probes";

/** Folders outside ours that containerd, CNI and the kubelet use whatever they are told, children first. */
const foreignFolders = [
  "/run/containerd/s",
  "/run/containerd",
  "/var/lib/cni/results",
  "/var/lib/cni",
  "/var/log/containers",
  "/var/lib/kubelet/device-plugins",
  "/var/lib/kubelet",
];

/** Removes what pods that have ended left outside our folders; what belongs to others stays. */
export async function removePodTraces(): Promise<void> {
  const remove = (file: string) => {
    rmSync(file, { force: true });
  };
  shimSockets().forEach(remove);
  networkResults().forEach(remove);
  logLinks().forEach(remove);
  const devicePlugins = "/var/lib/kubelet/device-plugins/kubelet.sock";
  if ((await socketProbe({ path: devicePlugins })) !== undefined) remove(devicePlugins);
  for (const folder of foreignFolders) removeIfEmpty(folder);
}

/** A shim's socket is named by a digest; each bundle of a container holds the name of its own. */
function shimSockets(): readonly string[] {
  const bundles = join(paths().containerdState, "io.containerd.runtime.v2.task", "k8s.io");
  return names(bundles).flatMap((id) => {
    const address = readText(join(bundles, id, "address"))?.trim();
    return address?.startsWith("unix://") === true ? [address.slice("unix://".length)] : [];
  });
}

/** What CNI remembers of each sandbox: `<network>-<id>-<interface>`, and for the loopback the same id. */
function networkResults(): readonly string[] {
  const folder = "/var/lib/cni/results";
  return names(folder)
    .map((name) => new RegExp(`^${podNetwork}-([0-9a-f]+)-`).exec(name)?.[1])
    .filter((id) => id !== undefined)
    .flatMap((id) => [`${podNetwork}-${id}-eth0`, `cni-loopback-${id}-lo`])
    .map((name) => join(folder, name));
}

/** Links to pod logs that the kubelet makes for log collectors. */
function logLinks(): readonly string[] {
  const folder = "/var/log/containers";
  return names(folder)
    .map((name) => join(folder, name))
    .filter(
      (file) => lstatSync(file).isSymbolicLink() && readlinkSync(file).startsWith(`${paths().podLogs}/`),
    );
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!isOneOf(error, "ENOTEMPTY", "ENOENT")) throw error;
  }
}
