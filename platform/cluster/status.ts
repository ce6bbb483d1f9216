import { hostPorts } from "../locations";
import type { Component } from "./component";
import { allComponents } from "./components";
import { logFile } from "./logs";
import { markedProcesses } from "./marked-processes";
import type { MarkedProcess } from "./marked-processes";
import { mustBeRoot } from "./preflight";
import { awsPort } from "./paths";
import { startedAt } from "./process-table";

/** What one part of the platform is doing. */
export interface ComponentStatus {
  /** `etcd`, `kube-apiserver`, `kubelet`, `containerd`, `aws`, `forward-gateway`, ... */
  readonly name: string;
  readonly state: "running" | "stopped" | "unhealthy";
  readonly pid?: number;
  readonly since?: Date;
  /** One line for people: why it is unhealthy and where its log is, or an unusual port. */
  readonly detail?: string;
}

/** Every part, running or not, in the order they start. Changes nothing; under a second. @throws PlatformFailure without root. */
export async function clusterStatus(): Promise<readonly ComponentStatus[]> {
  if (process.platform === "linux") mustBeRoot("Seeing the cluster's processes");
  const found = markedProcesses();
  return Promise.all(
    allComponents().map((component) =>
      statusOf(
        component,
        found.find(({ component: name, isMain }) => isMain && name === component.name),
      ),
    ),
  );
}

async function statusOf(component: Component, running: MarkedProcess | undefined): Promise<ComponentStatus> {
  const { name } = component;
  if (running === undefined) return { name, state: "stopped" };
  const fault = await component.probe();
  const common = { name, pid: running.pid, since: startedAt(running.startTicks) };
  if (fault !== undefined)
    return { ...common, state: "unhealthy", detail: `${fault}; log: ${logFile(name)}` };
  const { aws } = hostPorts();
  if (name === "forward-aws" && aws !== awsPort) {
    return { ...common, state: "running", detail: `host port ${aws}; pods use ${awsPort}` };
  }
  return { ...common, state: "running" };
}
