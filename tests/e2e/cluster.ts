import { clusterAccess } from "../../platform/cluster/index";
import { findTools } from "../../platform/toolchain/index";
import { run } from "../../platform/cluster/command";
import type { Outcome } from "../../platform/cluster/command";

/** The namespace of the shop's services. */
export const shop = "ecommerce-microservices";

/** kubectl, called directly: hundreds of calls through npm would only measure npm. */
export async function kubectl(args: readonly string[], input?: string): Promise<Outcome> {
  const { tools } = await findTools({ only: ["kubectl"] });
  return run(tools.path("kubectl"), ["--kubeconfig", clusterAccess().kubeconfig, ...args], input);
}

/** kubectl that has to succeed. @returns its standard output. */
export async function kubectlMust(args: readonly string[], input?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await kubectl(args, input);
  if (exitCode === 0) return stdout;
  throw new Error(`kubectl ${args.join(" ")} failed:\n${stderr}`);
}

/** @returns objects of a kind, as the API server holds them. */
export async function objects<T>(kind: string, ...args: readonly string[]): Promise<readonly T[]> {
  const text = await kubectlMust(["get", kind, "--output", "json", ...args]);
  return (JSON.parse(text) as { items: readonly T[] }).items;
}

/** What identifies one state of one object. */
interface Versioned {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion: string };
}

/** Every kind the program manages. */
const managedKinds = [
  ...["namespaces", "services", "serviceaccounts", "deployments", "poddisruptionbudgets"],
  ...["gateways.networking.istio.io", "virtualservices", "destinationrules"],
  ...["peerauthentications", "authorizationpolicies"],
];

/** @returns `kind namespace/name` to resourceVersion of all managed objects: equal maps, untouched cluster. */
export async function resourceVersions(): Promise<Readonly<Record<string, string>>> {
  const items = await objects<Versioned>(managedKinds.join(","), "--all-namespaces");
  return Object.fromEntries(
    items.map(({ kind, metadata }) => [
      `${kind} ${metadata.namespace ?? ""}/${metadata.name}`,
      metadata.resourceVersion,
    ]),
  );
}

/** Runs a program in the load-tester's container. */
export function inLoadTester(...command: readonly string[]): Promise<string> {
  return kubectlMust([
    "exec",
    "-n",
    "testing",
    "deployment/load-tester",
    "-c",
    "load-tester",
    "--",
    ...command,
  ]);
}

/** @returns the names of a service's pods. */
export async function podsOf(service: string): Promise<readonly string[]> {
  const pods = await objects<Versioned>(
    "pods",
    "-n",
    shop,
    "-l",
    `app=${service}`,
    "--field-selector",
    "status.phase=Running",
  );
  return pods.map(({ metadata }) => metadata.name);
}

/** Makes one instance of a service fail or slow down, from inside its pod. No faults: it works again. */
export async function setFaults(pod: string, faults: object | undefined): Promise<void> {
  const method = faults === undefined ? "DELETE" : "POST";
  const body = faults === undefined ? "undefined" : JSON.stringify(JSON.stringify(faults));
  const script = `fetch("http://127.0.0.1:8080/faults",{method:"${method}",headers:{"content-type":"application/json"},body:${body}}).then(r=>process.exit(r.ok?0:1))`;
  await kubectlMust(["exec", "-n", shop, pod, "--", "/usr/bin/node", "-e", script]);
}

/** @returns the value of each of Envoy's counters in the load-tester's sidecar whose name matches. */
export async function proxyStats(filter: string): Promise<ReadonlyMap<string, number>> {
  const text = await kubectlMust([
    ...["exec", "-n", "testing", "deployment/load-tester", "-c", "istio-proxy", "--"],
    ...["pilot-agent", "request", "GET", `stats?filter=${filter}`],
  ]);
  const pairs = text.split("\n").flatMap((line) => {
    const at = line.lastIndexOf(": ");
    return at < 0 ? [] : [[line.slice(0, at), Number(line.slice(at + 2))] as const];
  });
  return new Map(pairs);
}
