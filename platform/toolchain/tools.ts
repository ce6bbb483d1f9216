/** Programs built from pinned Go modules, see `go/`. */
export const goTools = [
  "pulumi",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kube-proxy",
  "kubelet",
  "kubectl",
  "coredns",
  "pilot-discovery",
  "pilot-agent",
  "istioctl",
  "helm",
] as const;

/** Programs from pinned Python packages, see `python/`. */
export const pythonTools = ["etcd", "etcdctl", "envoy", "ministack"] as const;

/** Programs of the operating system. */
export const systemTools = [
  "containerd",
  "containerd-shim-runc-v2",
  "ctr",
  "runc",
  "cni-plugins",
  "nft",
  "iptables",
  "xtables-nft-multi",
  "ip",
  "socat",
  "catatonit",
  "curl",
] as const;

/**
 * The name of a program, as typed in a shell. `cni-plugins` is the one folder among them: it holds `bridge`,
 * `host-local`, `loopback` and `portmap`.
 */
export type ToolName = (typeof goTools)[number] | (typeof pythonTools)[number] | (typeof systemTools)[number];

/** Every program the embedded platform runs or puts into an image, by absolute path. */
export interface Tools {
  /**
   * @returns the absolute path of a program.
   * @throws PlatformFailure when it is not installed (never for the tools that `ensureTools` was asked for).
   */
  path(tool: ToolName): string;
  /** Folders of Istio's Helm charts. */
  readonly charts: { readonly base: string; readonly istiod: string; readonly gateway: string };
  /** Istio's bootstrap template for Envoy. */
  readonly envoyBootstrap: string;
}

/** A program that is not there in a usable version. */
export interface MissingTool {
  readonly tool: ToolName;
  /** Where it would come from, for people: `Go module k8s.io/kubernetes v1.36.3`. */
  readonly origin: string;
  /** What was looked at and why it did not do: `/usr/bin/helm is 2.17.0; wanted 3.15.0 to below 4`. */
  readonly notes: readonly string[];
}

/** What a search found without installing anything. */
export interface ToolSearch {
  /** The tools found; `path` of a missing one throws. */
  readonly tools: Tools;
  /** Empty when the platform can start. */
  readonly missing: readonly MissingTool[];
}
