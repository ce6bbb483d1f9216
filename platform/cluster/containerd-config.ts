import { join } from "node:path";
import { node } from "../locations";
import { paths } from "./paths";

/** The bridge of the pods, inside the namespace. */
const podBridge = "cni0";

/** Name of the pod network; results that CNI caches on the host start with it. */
export const podNetwork = "pattern-mesh";

/** What differs from machine to machine. */
export interface ContainerdFacts {
  /** Image reference of the sandbox container. */
  readonly pause: string;
  /** Path of the program. */
  readonly runc: string;
  /** Folder of the plugins. */
  readonly cniPlugins: string;
}

/** @returns containerd's configuration (TOML, version 2, which newer ones read as well). */
export function renderContainerd({ pause, runc, cniPlugins }: ContainerdFacts): string {
  const { containerd, containerdState, containerdSocket, runcState, cni } = paths();
  const cri = `plugins."io.containerd.grpc.v1.cri"`;
  return `version = 2
root = ${quote(containerd)}
state = ${quote(containerdState)}
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]

[grpc]
  address = ${quote(containerdSocket)}

[plugins."io.containerd.internal.v1.opt"]
  path = ${quote(join(containerd, "opt"))}

[${cri}]
  sandbox_image = ${quote(pause)}
  # Without CAP_SYS_RESOURCE runc cannot lower the score, and dies trying.
  restrict_oom_score_adj = true
  # Below our own folder rather than /run/netns, where others keep theirs.
  netns_mounts_under_state_dir = true

  [${cri}.cni]
    bin_dir = ${quote(cniPlugins)}
    conf_dir = ${quote(cni)}

  [${cri}.containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [${cri}.containerd.runtimes.runc.options]
      BinaryName = ${quote(runc)}
      Root = ${quote(runcState)}
      SystemdCgroup = false
`;
}

/** @returns the pod network's CNI configuration as JSON. */
export function renderCni(): string {
  const bridge = {
    type: "bridge",
    bridge: podBridge,
    isGateway: true,
    // No packet leaves the namespace, so there is nothing to masquerade.
    ipMasq: false,
    hairpinMode: true,
    ipam: {
      type: "host-local",
      ranges: [[{ subnet: node.podCidr }]],
      routes: [{ dst: "0.0.0.0/0" }],
      dataDir: paths().podAddresses,
    },
  };
  const portmap = { type: "portmap", capabilities: { portMappings: true } };
  return `${JSON.stringify({ cniVersion: "0.4.0", name: podNetwork, plugins: [bridge, portmap] }, null, 2)}\n`;
}

/** A TOML string. JSON's escapes are legal in it. */
function quote(text: string): string {
  return JSON.stringify(text);
}
