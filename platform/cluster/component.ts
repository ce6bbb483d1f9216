/** The programs the cluster runs, by absolute path; `Tools` of the toolchain fits. */
export interface ClusterTools {
  path(tool: ClusterTool): string;
}

/** `cni-plugins` is a folder, the others are programs. */
export type ClusterTool =
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kube-proxy"
  | "kubelet"
  | "containerd"
  | "containerd-shim-runc-v2"
  | "ctr"
  | "runc"
  | "cni-plugins"
  | "socat"
  | "ip"
  | "nft"
  | "ministack";

/** An image in an OCI archive on disk. Several may share one archive. */
export interface ArchivedImage {
  readonly reference: string;
  readonly archive: string;
}

/** The images the node itself needs; `Images` of the image builder fits. */
export interface ClusterImages {
  /** At least the images named below. All of them are imported. */
  readonly list: readonly ArchivedImage[];
  readonly pause: string;
  readonly coredns: string;
}

/** What a daemon is started with. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Configuration written before the start, by path. A change restarts the daemon. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A daemon of the platform, as data. */
export interface Component {
  readonly name: string;
  /** Runs in the cluster's network namespace, not the host's. */
  readonly inNamespace: boolean;
  readonly commandLine: (tools: ClusterTools, images: ClusterImages) => CommandLine;
  /** @returns undefined when it does its work, else why not, in a few words. */
  readonly probe: () => Promise<string | undefined>;
  /** Time from start to healthy after which the start has failed. @default 60 */
  readonly startSeconds?: number;
  /** Time from SIGTERM to SIGKILL. @default 5 */
  readonly stopSeconds?: number;
}
