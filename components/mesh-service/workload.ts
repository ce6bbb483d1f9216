import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type VersionLabels, versionLabels } from "../shared/labels";

/** CPU and memory a container asks for, and may use at most: `{ cpu: "50m", memory: "64Mi" }`. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** One Deployment's worth of a workload. */
export interface Workload {
  /** Name of the Deployment. */
  readonly name: string;
  readonly namespace: string;
  /** Value of the `app` label, name of the container and of the ServiceAccount. */
  readonly app: string;
  readonly version: string;
  readonly image: pulumi.Input<string>;
  /** Left out when an autoscaler sets it: two owners of one field would fight. */
  readonly replicas?: number;
  readonly env: Readonly<Record<string, pulumi.Input<string>>>;
  readonly resources: Resources;
  /** Port that answers HTTP, with `GET /health`; a workload without one has nothing to be probed. */
  readonly port?: number;
}

/** The name and labels that a Deployment and what belongs to it share. */
export function workloadMetadata(workload: Workload): {
  readonly name: string;
  readonly namespace: string;
  readonly labels: VersionLabels;
} {
  const { name, namespace, app, version } = workload;
  return { name, namespace, labels: versionLabels(app, version) };
}

/** A Deployment that needs no privilege: its own user, no capabilities, a root file system it cannot write to. */
export function deploymentArgs(workload: Workload): k8s.apps.v1.DeploymentArgs {
  const metadata = workloadMetadata(workload);
  return {
    metadata,
    spec: {
      ...(workload.replicas !== undefined && { replicas: workload.replicas }),
      selector: { matchLabels: metadata.labels },
      template: {
        metadata: { labels: metadata.labels },
        spec: {
          serviceAccountName: workload.app,
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [container(workload)],
          volumes: [{ name: "tmp", emptyDir: {} }],
          // Versions spread on their own, and an uneven spread is better than a pod that waits.
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: metadata.labels },
            },
          ],
        },
      },
    },
  };
}

function container(workload: Workload): k8s.types.input.core.v1.Container {
  const env = Object.entries(workload.env).map(([name, value]) => ({ name, value }));
  return {
    name: workload.app,
    image: workload.image,
    imagePullPolicy: "IfNotPresent",
    env,
    resources: workload.resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    ...(workload.port !== undefined && listening(workload.port)),
  };
}

function listening(port: number): Partial<k8s.types.input.core.v1.Container> {
  const httpGet = { path: "/health", port: "http" };
  return {
    ports: [{ name: "http", containerPort: port }],
    readinessProbe: { httpGet, periodSeconds: 2, failureThreshold: 3 },
    // Slower than readiness: a pod that is only busy must leave the load balancing, not be killed.
    livenessProbe: { httpGet, initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 3 },
  };
}
