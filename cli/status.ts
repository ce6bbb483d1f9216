import pc from "picocolors";
import { clusterAccess, clusterStatus } from "../platform/cluster/index";
import type { ComponentStatus } from "../platform/cluster/index";
import { findTools } from "../platform/toolchain/index";
import { Findings, newCommand, runCommand } from "./command";
import { listPods } from "./kubectl";
import type { Pod } from "./kubectl";
import { renderTable } from "./table";
import { lastTarget } from "./target";

/** What `status --json` prints. */
interface Status {
  readonly healthy: boolean;
  readonly parts: readonly ComponentStatus[];
  readonly pods: readonly Pod[];
  readonly urls: ReturnType<typeof clusterAccess>["urls"];
}

const command = newCommand(
  "npm run status --",
  "Shows every part of the platform and every pod. Exit code 1 when something is not well.",
)
  .option("--json", "print JSON", false)
  .action(async ({ json }: { json: boolean }) => {
    const status = await readStatus();
    if (json) console.log(JSON.stringify(status, undefined, 2));
    else print(status);
    if (!status.healthy)
      throw new Findings(json ? "" : "Not everything is well. `npm run up` brings back what is missing.");
  });

void runCommand(command);

async function readStatus(): Promise<Status> {
  const target = lastTarget();
  const parts = target.context === undefined ? await clusterStatus() : [];
  const { tools } = await findTools({ only: ["kubectl"] });
  const answers =
    target.context !== undefined ||
    parts.some(({ name, state }) => name === "kube-apiserver" && state === "running");
  const pods = answers
    ? await listPods({ command: tools.path("kubectl"), kubeconfig: target.kubeconfig })
    : [];
  const healthy =
    answers &&
    parts.every(({ state }) => state === "running") &&
    pods.every(({ reason }) => reason === undefined);
  return { healthy, parts, pods, urls: clusterAccess().urls };
}

function print({ parts, pods, urls }: Status): void {
  const platform = parts.map(({ name, state, since, detail }) => [
    ...[name, colour(state, state === "running"), since?.toLocaleTimeString() ?? "", detail ?? ""],
  ]);
  if (parts.length > 0) console.log(renderTable(["part", "state", "since", ""], platform));
  const workloads = pods.map(({ namespace, name, ready, containers, hasProxy, restarts, reason }) => [
    ...[namespace, name, colour(`${ready}/${containers}`, reason === undefined), hasProxy ? "yes" : ""],
    ...[restarts, reason ?? ""],
  ]);
  if (pods.length > 0) {
    console.log(renderTable(["namespace", "pod", "ready", "proxy", "restarts", ""], workloads));
  }
  console.log(
    Object.entries(urls)
      .map(([what, url]) => `${what}: ${url}`)
      .join("  "),
  );
}

function colour(text: string, isGood: boolean): string {
  return isGood ? pc.green(text) : pc.red(text);
}
