import { node } from "../locations";
import { callApi } from "./api-client";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
  readonly lastHeartbeatTime?: string;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] };
}

/**
 * Records that no pod is ready. For when none is running: the API server still holds what the last kubelet said,
 * and whoever waits for ready pods would believe it.
 */
export async function forgetReadyPods(): Promise<void> {
  const { items } = await callApi<{ items: readonly Pod[] }>(
    "GET",
    `/api/v1/pods?fieldSelector=spec.nodeName%3D${node.name}%2Cstatus.phase%3DRunning`,
  );
  const stale = items.filter((pod) => pod.status?.conditions?.some(isTrue("Ready")));
  await Promise.all(
    stale.map(({ metadata: { name, namespace } }) =>
      callApi("PATCH", `/api/v1/namespaces/${namespace}/pods/${name}/status`, {
        contentType: "application/strategic-merge-patch+json",
        body: {
          status: {
            conditions: ["Ready", "ContainersReady"].map((type) => ({
              type,
              status: "False",
              reason: "NodeRestarted",
            })),
          },
        },
      }),
    ),
  );
}

/** @returns undefined when the node was Ready at some time after the given one, else why not. */
export async function nodeFault(since: Date): Promise<string | undefined> {
  const { items } = await callApi<{ items: readonly { status?: { conditions?: readonly Condition[] } }[] }>(
    "GET",
    `/api/v1/nodes?fieldSelector=metadata.name%3D${node.name}`,
  );
  if (items[0] === undefined) return "the node has not registered";
  const ready = items[0].status?.conditions?.find(({ type }) => type === "Ready");
  // Times in the API are whole seconds.
  const heard = Date.parse(ready?.lastHeartbeatTime ?? "") >= Math.floor(since.getTime() / 1000) * 1000;
  if (!heard) return "the kubelet has not reported yet";
  return ready?.status === "True" ? undefined : (ready?.message ?? "the node is not Ready");
}

function isTrue(type: string) {
  return (condition: Condition) => condition.type === type && condition.status === "True";
}
