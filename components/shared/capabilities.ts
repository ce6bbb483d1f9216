import type * as pulumi from "@pulumi/pulumi";
import type { Routing } from "./routing";

/** Who is calling: a workload's name and the identity its certificate proves. */
export interface Caller {
  readonly name: string;
  /** As in AuthorizationPolicies: `cluster.local/ns/<namespace>/sa/<service account>`. */
  readonly principal: string;
}

/** Something that admits callers one by one. Everyone else gets 403. */
export interface Callable {
  /** Full host name, the same from every namespace. */
  readonly host: string;
  /** Admits a caller, on the given paths only if there are any. Admitting it again changes nothing. */
  admit(caller: Caller, paths?: readonly string[]): void;
}

/** A service that can be given routes from outside the mesh. */
export interface Routable extends Callable {
  readonly routing: Routing;
  /** What must exist before a route may name the service's versions. */
  readonly routingReady: readonly pulumi.Resource[];
  /** Hooks for every resource that holds the service's weights. */
  readonly weightGuards: readonly pulumi.ResourceHook[];
}

/** What a component needs to know of the mesh to put something on it. */
export interface Mesh {
  /** Namespace of workloads that ask for none. */
  readonly defaultNamespace: string;
  /** @returns what must exist before an object can be made in that namespace; undefined if it is not in the mesh. */
  namespace(name: string): pulumi.Resource | undefined;
  /** Names of the namespaces in the mesh. */
  readonly namespaceNames: readonly string[];
  /** Ready when pods get proxies and Istio objects are accepted and checked. */
  readonly controlPlane: pulumi.Resource;
  /** Takes a workload name. @returns false if it is taken. */
  claim(name: string): boolean;
}
