import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Mesh } from "../shared/capabilities";
import { type Transform, transformed } from "../shared/component";
import { appLabels } from "../shared/labels";
import type { Autoscale } from "./args";
import { type Workload, deploymentArgs, workloadMetadata } from "./workload";

/** Where a child is made: below which component, in which namespace of which mesh. */
export interface Place {
  readonly parent: pulumi.Resource;
  readonly mesh: Mesh;
  readonly namespace: string;
}

/** The identity in the mesh. Nothing here talks to the API server, so no pod gets a token for it. */
export function makeAccount(
  name: string,
  place: Place,
  transform: Transform<k8s.core.v1.ServiceAccountArgs> | undefined,
): k8s.core.v1.ServiceAccount {
  const args = {
    metadata: { name, namespace: place.namespace, labels: appLabels(name) },
    automountServiceAccountToken: false,
  };
  return new k8s.core.v1.ServiceAccount(name, transformed(args, transform), inNamespace(place));
}

/** Depends on the control plane: a pod made before it would be left without a proxy. */
export function makeDeployment(
  workload: Workload,
  place: Place,
  transform: Transform<k8s.apps.v1.DeploymentArgs> | undefined,
  account: k8s.core.v1.ServiceAccount,
): k8s.apps.v1.Deployment {
  const { parent, dependsOn } = inNamespace(place);
  const opts = { parent, dependsOn: [...dependsOn, place.mesh.controlPlane, account] };
  return new k8s.apps.v1.Deployment(workload.name, transformed(deploymentArgs(workload), transform), opts);
}

/** Lets a node be drained one pod at a time. */
export function makeDisruptionBudget(
  workload: Workload,
  place: Place,
  transform: Transform<k8s.policy.v1.PodDisruptionBudgetArgs> | undefined,
): k8s.policy.v1.PodDisruptionBudget {
  const metadata = workloadMetadata(workload);
  const args = { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: metadata.labels } } };
  return new k8s.policy.v1.PodDisruptionBudget(
    workload.name,
    transformed(args, transform),
    inNamespace(place),
  );
}

export function makeAutoscaler(
  workload: Workload,
  autoscale: Autoscale,
  place: Place,
  transform: Transform<k8s.autoscaling.v2.HorizontalPodAutoscalerArgs> | undefined,
): k8s.autoscaling.v2.HorizontalPodAutoscaler {
  const target = { type: "Utilization", averageUtilization: autoscale.targetCpuPercent };
  const args = {
    metadata: workloadMetadata(workload),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: workload.name },
      minReplicas: autoscale.minReplicas,
      maxReplicas: autoscale.maxReplicas,
      metrics: [{ type: "Resource", resource: { name: "cpu", target } }],
    },
  };
  return new k8s.autoscaling.v2.HorizontalPodAutoscaler(
    workload.name,
    transformed(args, transform),
    inNamespace(place),
  );
}

export function inNamespace({ parent, mesh, namespace }: Place): {
  readonly parent: pulumi.Resource;
  readonly dependsOn: pulumi.Resource[];
} {
  const resource = mesh.namespace(namespace);
  return { parent, dependsOn: resource === undefined ? [] : [resource] };
}
