import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { node } from "../locations";
import { insideNamespace, must, run } from "./command";
import type { ClusterTools } from "./component";
import { mountPoints, unmountWithin } from "./mounts";
import { paths } from "./paths";

/**
 * The cluster's network namespace: no device of the host is in it, so no packet leaves the machine. The bridge
 * carries the node's address.
 */
export async function ensureNetwork(tools: ClusterTools): Promise<void> {
  const ip = tools.path("ip");
  if (currentNamespace() === undefined) {
    // What a start that was killed half-way, or a reboot with a kept /run, left behind: a file, not a namespace.
    rmSync(paths().networkNamespace, { force: true });
    await must("Making the network namespace", { command: ip, args: ["netns", "add", node.namespace] });
  }
  await must("Setting up the network namespace", insideNamespace("sh", ["-e"]), setupScript(ip));
  await must(
    "Loading the node's packet filter",
    insideNamespace(tools.path("nft"), ["-f", "-"]),
    packetFilter,
  );
}

/** @returns the identity of the namespace as /proc/PID/ns/net shows it, undefined when there is none. */
export function currentNamespace(): string | undefined {
  const file = paths().networkNamespace;
  if (!mountPoints(readFileSync("/proc/self/mountinfo", "utf8")).includes(file)) return undefined;
  return `net:[${statSync(file).ino}]`;
}

/** Removes the namespace, and with it every device, route and rule inside. */
export async function removeNetwork(): Promise<void> {
  const file = paths().networkNamespace;
  while (currentNamespace() !== undefined) {
    await must("Removing the network namespace", { command: "umount", args: ["--lazy", file] });
  }
  rmSync(file, { force: true });
  // `ip` mounts the folder onto itself for the first namespace.
  const folder = dirname(file);
  if (existsSync(folder) && readdirSync(folder).length === 0) await unmountWithin([folder]);
}

/** Every line may be run again. Traffic between pods on the bridge has to pass the service rules, too. */
function setupScript(ip: string): string {
  return `
"${ip}" link set lo up
"${ip}" link show ${node.bridge} >/dev/null 2>&1 || "${ip}" link add ${node.bridge} type bridge
"${ip}" address replace ${node.address}/24 dev ${node.bridge}
"${ip}" link set ${node.bridge} up
"${ip}" route replace default dev ${node.bridge}
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
`;
}

/**
 * The kubelet answers anyone who can reach it (the API server has no client certificate to show), so only the node
 * itself may: pods are kept away. And what still goes to a service address after kube-proxy has translated (priority
 * -100) belongs to no service; kube-proxy would drop it (0), so that the gateway's forward hangs while there is
 * no gateway.
 */
const packetFilter = `
table inet pattern-mesh
delete table inet pattern-mesh
table inet pattern-mesh {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != "lo" tcp dport 10250 reject with tcp reset
  }
  chain output {
    type filter hook output priority -50; policy accept;
    ip daddr ${node.serviceCidr} meta l4proto tcp reject with tcp reset
  }
}
`;

/** Loads a kernel module when it can; whether the kernel then has what is needed shows elsewhere. */
export async function loadModules(names: readonly string[]): Promise<void> {
  await run("modprobe", ["--all", "--quiet", ...names]);
}
