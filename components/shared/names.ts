/** Suffix under which every service of the cluster can be reached from any namespace. */
const clusterDomain = "svc.cluster.local";

/** The legal form of a name that becomes a Kubernetes object, for messages. */
export const nameForm =
  "1 to 40 lower-case letters, digits and dashes, starting with a letter, such as user-service";

/** Short enough that a suffix such as `-istio-ingressgateway` still fits into Kubernetes' 63 characters. */
export function isName(name: string): boolean {
  return /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name);
}

/** The full host name: unlike the short one it means the same service in every namespace. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.${clusterDomain}`;
}

/** The identity a workload proves with its certificate, as AuthorizationPolicies name it. */
export function principal(serviceAccount: string, namespace: string): string {
  return `cluster.local/ns/${namespace}/sa/${serviceAccount}`;
}
