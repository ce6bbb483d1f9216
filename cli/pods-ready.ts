import { setTimeout as sleep } from "node:timers/promises";
import { PlatformFailure } from "../platform/failure";
import type { Report } from "../platform/failure";
import { listPods } from "./kubectl";
import type { Kubectl, Pod } from "./kubectl";

/** A pod that an update has replaced goes within this time, one that has lost its node comes back. */
const defaultSeconds = 180;

/**
 * Waits until every pod, or every pod of one namespace, is ready.
 *
 * @throws PlatformFailure with the pods that are not, and why.
 */
export async function waitForPods(
  client: Kubectl,
  report: Report,
  options: { readonly namespace?: string; readonly seconds?: number } = {},
): Promise<readonly Pod[]> {
  const { namespace, seconds = defaultSeconds } = options;
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const pods = (await listPods(client)).filter(
      (pod) => namespace === undefined || pod.namespace === namespace,
    );
    const waiting = pods.filter(({ reason }) => reason !== undefined);
    if (waiting.length === 0) return pods;
    report(
      `${pods.length - waiting.length} of ${pods.length} pods ready; waiting for ${waiting[0]?.name ?? ""}`,
    );
    if (Date.now() > deadline) throw notReady(waiting, seconds);
    await sleep(500);
  }
}

function notReady(waiting: readonly Pod[], seconds: number): PlatformFailure {
  return new PlatformFailure({
    problem: `${waiting.length} pods did not become ready within ${seconds} s`,
    details: waiting.map(({ namespace, name, reason }) => `${namespace}/${name}: ${reason ?? ""}`),
    next: `See why: npm run mesh -- kubectl describe pod -n ${waiting[0]?.namespace ?? ""} ${waiting[0]?.name ?? ""}`,
  });
}
