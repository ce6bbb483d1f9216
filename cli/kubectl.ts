import { run } from "../platform/cluster/command";
import { PlatformFailure } from "../platform/failure";

/** A kubectl that works on the current target. */
export interface Kubectl {
  /** Absolute path of the program. */
  readonly command: string;
  readonly kubeconfig: string;
}

/** The part of a pod that tells whether it serves. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly phase: string;
  readonly containers: number;
  readonly ready: number;
  readonly hasProxy: boolean;
  readonly restarts: number;
  /** Why a container waits, or why the pod is not ready; undefined for a ready one. */
  readonly reason: string | undefined;
}

/** @returns what kubectl printed. @throws PlatformFailure when it fails. */
export async function kubectl({ command, kubeconfig }: Kubectl, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run(command, ["--kubeconfig", kubeconfig, ...args]);
  if (exitCode === 0) return stdout;
  throw new PlatformFailure({
    problem: "The cluster does not answer",
    details: stderr
      .split("\n")
      .filter((line) => line !== "")
      .slice(-3),
    next: "Start it with `npm run up`; `npm run status` shows its parts.",
  });
}

/** Every pod of the cluster, ready or not; pods that have run to their end are left out. */
export async function listPods(client: Kubectl): Promise<readonly Pod[]> {
  const text = await kubectl(client, ["get", "pods", "--all-namespaces", "--output", "json"]);
  return readPods(JSON.parse(text) as PodList);
}

interface ContainerStatus {
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
}

interface PodList {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly namespace: string;
      readonly deletionTimestamp?: string;
    };
    readonly spec: {
      readonly containers: readonly { readonly name: string }[];
      readonly initContainers?: readonly { readonly name: string; readonly restartPolicy?: string }[];
    };
    readonly status: {
      readonly phase: string;
      readonly conditions?: readonly {
        readonly type: string;
        readonly status: string;
        readonly message?: string;
      }[];
      readonly containerStatuses?: readonly ContainerStatus[];
      readonly initContainerStatuses?: readonly (ContainerStatus & { readonly name: string })[];
    };
  }[];
}

/** @returns the pods of a list as the API server prints it. A sidecar that is an init container counts as a container. */
export function readPods({ items }: PodList): readonly Pod[] {
  return items
    .filter(
      ({ status, metadata }) => status.phase !== "Succeeded" && metadata.deletionTimestamp === undefined,
    )
    .map(({ metadata, spec, status }) => {
      const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
      const names = [...spec.containers, ...sidecars].map(({ name }) => name);
      const states = [
        ...(status.containerStatuses ?? []),
        ...(status.initContainerStatuses ?? []).filter(({ name }) =>
          sidecars.some((sidecar) => sidecar.name === name),
        ),
      ];
      const condition = status.conditions?.find(({ type }) => type === "Ready");
      const waiting = states.map(({ state }) => state?.waiting).find((state) => state !== undefined);
      const isReady = condition?.status === "True";
      return {
        namespace: metadata.namespace,
        name: metadata.name,
        phase: status.phase,
        containers: names.length,
        ready: isReady
          ? names.length
          : Math.min(names.length - 1, states.filter(({ ready }) => ready).length),
        hasProxy: names.includes("istio-proxy"),
        restarts: states.reduce((sum, { restartCount }) => sum + restartCount, 0),
        reason: isReady
          ? undefined
          : (waiting?.message ?? waiting?.reason ?? condition?.message ?? status.phase),
      };
    });
}
