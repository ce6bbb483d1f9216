import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Mesh } from "../shared/capabilities";
import type { Transform } from "../shared/component";
import type { Duration } from "../shared/duration";
import type { IstioObject } from "../shared/istio";
import type { Retries } from "../shared/routing";
import type { Breaker } from "./breaker";
import type { Resources } from "./workload";

/** What a service and a client have in common. */
export interface WorkloadArgs {
  /** The mesh it belongs to; its verbs `service` and `client` fill this in. */
  readonly mesh: Mesh;
  /**
   * One of the mesh's namespaces.
   * @default the mesh's first
   */
  readonly namespace?: string;
  /** Image reference, by digest outside development. */
  readonly image: pulumi.Input<string>;
  /** Pods per version. @default 1 */
  readonly replicas?: number;
  readonly resources: Resources;
  /** Environment variables beside SERVICE_NAME, SERVICE_VERSION and PORT. */
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** One version of a service. */
export interface Version {
  /** Percent of the plain requests; over all versions they sum to 100. */
  readonly weight: number;
  /** @default the service's image */
  readonly image?: pulumi.Input<string>;
}

/** How a version is tried out. */
export interface Canary {
  /** The version on trial, one of `versions`. */
  readonly version: string;
  /** Requests that carry this header with the value `true` all go to the version on trial. @default "canary" */
  readonly header?: string;
  /** Points of percent by which one update may move its weight, 1 to 100. */
  readonly maxStep: number;
  /** Settings that hold the weight and the step: refusals name them. */
  readonly settings: { readonly weight: string; readonly maxStep: string };
}

/** Lets the number of pods follow the load. */
export interface Autoscale {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Percent of the requested CPU above which pods are added. */
  readonly targetCpuPercent: number;
}

export interface MeshServiceArgs extends WorkloadArgs {
  /**
   * Versions by name; one Deployment and one subset each.
   * @example { v1: { weight: 90 }, v2: { weight: 10 } }
   * @default { v1: { weight: 100 } }
   */
  readonly versions?: Readonly<Record<string, Version>>;
  /** Needed with two versions and more. */
  readonly canary?: Canary;
  readonly breaker: Breaker;
  /** Time for an answer, over all tries. */
  readonly timeout: Duration;
  readonly retries: Retries;
  /** @default a fixed number of replicas */
  readonly autoscale?: Autoscale;
  readonly transform?: MeshServiceTransforms;
}

/** Changes to single children, where the arguments above do not reach. */
export interface MeshServiceTransforms {
  readonly serviceAccount?: Transform<k8s.core.v1.ServiceAccountArgs>;
  readonly service?: Transform<k8s.core.v1.ServiceArgs>;
  /** Called once per version. */
  readonly deployment?: Transform<k8s.apps.v1.DeploymentArgs>;
  readonly podDisruptionBudget?: Transform<k8s.policy.v1.PodDisruptionBudgetArgs>;
  readonly autoscaler?: Transform<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs>;
  readonly destinationRule?: Transform<IstioObject<"DestinationRule">>;
  readonly virtualService?: Transform<IstioObject<"VirtualService">>;
}

export interface MeshClientArgs extends WorkloadArgs {
  readonly transform?: Pick<MeshServiceTransforms, "serviceAccount" | "deployment">;
}
