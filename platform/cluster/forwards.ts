import { join } from "node:path";
import { hostPorts, node } from "../locations";
import type { Component } from "./component";
import { apiPort, awsPort, paths } from "./paths";
import { socketProbe } from "./probes";

/** A port of the host's loopback that leads into the namespace. */
export interface Forward {
  readonly name: keyof ReturnType<typeof hostPorts>;
  /** Where it ends, as seen inside the namespace. */
  readonly target: string;
}

export const forwards: readonly Forward[] = [
  { name: "api", target: `${node.address}:${apiPort}` },
  { name: "gateway", target: `${node.gatewayAddress}:80` },
  { name: "aws", target: `${node.address}:${awsPort}` },
];

/**
 * A forward is two processes that meet at a unix socket only root can open: one inside the namespace, one on the
 * host's loopback.
 */
export function forwardComponents({ name, target }: Forward): readonly [Component, Component] {
  const socket = join(paths().run, `${name}.sock`);
  return [
    {
      name: `forward-${name}-inner`,
      inNamespace: true,
      commandLine: (tools) => ({
        command: tools.path("socat"),
        args: [
          `UNIX-LISTEN:${socket},fork,mode=600,unlink-early,backlog=128`,
          `TCP:${target},nodelay,connect-timeout=5`,
        ],
      }),
      probe: () => socketProbe({ path: socket }),
      startSeconds: 10,
    },
    {
      name: `forward-${name}`,
      inNamespace: false,
      commandLine: (tools) => ({
        command: tools.path("socat"),
        args: [
          `TCP-LISTEN:${hostPorts()[name]},bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=128`,
          `UNIX-CONNECT:${socket}`,
        ],
      }),
      probe: () => socketProbe({ host: "127.0.0.1", port: hostPorts()[name] }),
      startSeconds: 10,
    },
  ];
}
