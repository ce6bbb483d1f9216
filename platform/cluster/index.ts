import type { Report } from "../failure";

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
  | "curl"
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

/** A running cluster: node Ready, name server Ready, local AWS answering. */
export interface Cluster {
  /** Path of the administrator's kubeconfig, mode 0600. Its server is `https://127.0.0.1:<hostPorts().api>`. */
  readonly kubeconfig: string;
  /** The only context in it. */
  readonly context: string;
  /** Base URLs on the host. */
  readonly urls: { readonly api: string; readonly gateway: string; readonly aws: string };
  /** Base URL of the local AWS inside pods. Equal to `urls.aws` unless the host port was changed. */
  readonly awsUrlInPods: string;
}

/** What one part of the platform is doing. */
export interface ComponentStatus {
  /** `etcd`, `kube-apiserver`, `kubelet`, `containerd`, `aws`, `forward-gateway`, ... */
  readonly name: string;
  readonly state: "running" | "stopped" | "unhealthy";
  readonly pid?: number;
  readonly since?: Date;
  /** One line for people: the log's path, why it is unhealthy, an unusual port. */
  readonly detail?: string;
}

/** What `stopCluster` left on disk for the next start. */
export interface StopResult {
  /** `<what>: <path>`, one per folder; empty after a purge or when there was nothing. */
  readonly kept: readonly string[];
}

/**
 * Brings up what is not healthy and leaves the rest alone: from nothing, after any part was killed, after a start
 * that did not finish, after a reboot. Two starts at once are safe: the second waits for the first.
 *
 * @param report receives a line per step.
 * @throws PlatformFailure with every fault of the machine at once, before anything is changed; or naming the part
 * that did not become healthy, with the end of its log.
 */
export declare function startCluster(
  tools: ClusterTools,
  images: ClusterImages,
  report: Report,
): Promise<Cluster>;

/**
 * Stops pods and processes, and removes mounts, network namespace, cgroups, the line in /etc/hosts and the run
 * folder; also after a half-failed start. Nothing running is not an error.
 *
 * @param options.purge also removes everything in the state folder. @default false
 */
export declare function stopCluster(
  report: Report,
  options?: { readonly purge?: boolean },
): Promise<StopResult>;

/** Every part, running or not, in the order they start. Changes nothing; under a second. */
export declare function clusterStatus(): Promise<readonly ComponentStatus[]>;

/** Imports the images the node does not have. The cluster must run. */
export declare function importImages(
  tools: ClusterTools,
  list: readonly ArchivedImage[],
  report: Report,
): Promise<void>;

/** Forgets the project's images that are not in the list. @returns the references removed. */
export declare function pruneImages(
  tools: ClusterTools,
  keep: readonly ArchivedImage[],
): Promise<readonly string[]>;
