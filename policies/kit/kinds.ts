/** A kind of Kubernetes object, in whatever version it is declared. */
export interface Kind {
  /** API group; "" is the core group. */
  readonly group: string;
  readonly kind: string;
}

export const namespaceKind: Kind = { group: "", kind: "Namespace" };
export const serviceKind: Kind = { group: "", kind: "Service" };
export const destinationRuleKind: Kind = { group: "networking.istio.io", kind: "DestinationRule" };
export const virtualServiceKind: Kind = { group: "networking.istio.io", kind: "VirtualService" };

/** The kinds that make pods, in any way. */
export const workloadKinds: readonly Kind[] = [
  { group: "apps", kind: "Deployment" },
  { group: "apps", kind: "StatefulSet" },
  { group: "apps", kind: "DaemonSet" },
  { group: "apps", kind: "ReplicaSet" },
  { group: "argoproj.io", kind: "Rollout" },
  { group: "batch", kind: "Job" },
  { group: "batch", kind: "CronJob" },
  { group: "", kind: "Pod" },
  { group: "", kind: "ReplicationController" },
];

/** One key per kind, for looking up. */
export function kindKey(kind: Kind): string {
  return `${kind.group}/${kind.kind}`;
}

/**
 * The kind that a Pulumi type token names, or undefined where the token is not a Kubernetes object's.
 *
 * @example
 * kindOfToken("kubernetes:networking.istio.io/v1beta1:VirtualService"); // networking.istio.io, VirtualService
 * kindOfToken("kubernetes:core/v1:Service"); // core group, Service
 */
export function kindOfToken(token: string): Kind | undefined {
  const [, apiVersion, kind] = /^kubernetes:([^:]+):([^:]+)$/.exec(token) ?? [];
  if (apiVersion === undefined || kind === undefined) return undefined;
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  return { group: group === "core" ? "" : group.replace(/\.k8s\.io$/, ""), kind };
}

/** The Pulumi type token of a Kubernetes object as YAML declares it. */
export function tokenOf(apiVersion: string, kind: string): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}
