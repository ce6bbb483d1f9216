import type { Resource } from "../resource";

const CLUSTER_SUFFIX = ".svc.cluster.local";

/** The full host name of a Service. */
export function serviceHost(service: Resource): string {
  return `${service.name}.${service.namespace}${CLUSTER_SUFFIX}`;
}

/**
 * A host as Istio reads it: a name without a dot is one of the namespace of the object that names it; any other name,
 * also `reviews.default`, is taken as it stands.
 */
export function resolveHost(host: string, namespace: string): string {
  return host.includes(".") || host === "*" ? host : `${host}.${namespace}${CLUSTER_SUFFIX}`;
}

export function isWildcard(host: string): boolean {
  return host.startsWith("*");
}

/** Whether a wildcard host such as `*.local` covers a full host name. */
export function wildcardCovers(wildcard: string, host: string): boolean {
  return host.endsWith(wildcard.slice(1));
}

/**
 * The full host name that was probably meant by `reviews.default` or `reviews.default.svc`, which Istio does not
 * complete; undefined where the host is no such name.
 */
export function completedHost(host: string): string | undefined {
  const [, name, namespace] = /^([^.*]+)\.([^.]+)(?:\.svc)?$/.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : `${name}.${namespace}${CLUSTER_SUFFIX}`;
}
