import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where the embedded platform keeps things, and the fixed addresses inside its network namespace.
 * Functions read the environment at call time, so a test can point a run at folders of its own.
 */

/** Tools and Go modules built once, by version. Safe to delete: the next run builds again. */
export function cacheDir(): string {
  return (
    process.env["PATTERN_MESH_CACHE_DIR"] ??
    join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "pattern-mesh")
  );
}

/** Cluster data, keys, logs and the Pulumi backend. `npm run down` keeps it, `down -- --purge` forgets it. */
export function stateDir(): string {
  return (
    process.env["PATTERN_MESH_STATE_DIR"] ??
    join(process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state"), "pattern-mesh")
  );
}

/** Sockets and pid files: short paths (a unix socket has 108 characters), gone after a reboot. */
export const runDir = "/run/pattern-mesh";

/** The checkout this platform serves. */
export const projectDir = join(__dirname, "..");

/** The single node, alone in its network namespace. Nothing here is reachable from outside the machine. */
export const node = {
  name: "pattern-mesh",
  namespace: "pattern-mesh",
  bridge: "pm0",
  address: "10.243.0.1",
  nodeCidr: "10.243.0.0/24",
  podCidr: "10.244.0.0/24",
  serviceCidr: "10.96.0.0/16",
  dnsAddress: "10.96.0.10",
  /** The ClusterIP of the ingress gateway's Service, so that the host's gateway port has a fixed target. */
  gatewayAddress: "10.96.0.80",
} as const;

/** One name for the local AWS, in pods (CoreDNS) and on the host (a marked line in /etc/hosts). */
export const awsHost = "aws.pattern-mesh.test";

/** Ports on the host's loopback, each forwarded into the namespace. */
export function hostPorts(): { readonly api: number; readonly gateway: number; readonly aws: number } {
  return {
    api: portFrom("PATTERN_MESH_API_PORT", 6443),
    gateway: portFrom("PATTERN_MESH_GATEWAY_PORT", 8080),
    aws: portFrom("PATTERN_MESH_AWS_PORT", 4566),
  };
}

function portFrom(variable: string, fallback: number): number {
  const value = process.env[variable];
  if (value === undefined) return fallback;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new RangeError(`${variable} is "${value}"; a port is a whole number from 1 to 65535.`);
  }
  return port;
}
