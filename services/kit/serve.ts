import type { Server, ServerResponse } from "node:http";
import { Server as ListeningSocket } from "node:net";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";

/**
 * Longer than a sidecar keeps an idle connection (1 h): the side that sends requests must be the one that
 * closes, or a request meets a connection that has just gone and fails.
 */
const keepAliveMs = 65 * 60_000;

/** How long an idle connection may still bring a request while the service stops. */
const idleGraceMs = 1000;

export interface Running {
  readonly port: number;
  /**
   * Accepts no more connections, answers what the open ones ask and says that they close then, and cuts
   * requests that take too long.
   *
   * @returns how many requests were cut.
   */
  stop(drainSeconds: number): Promise<number>;
}

/**
 * @returns once the app listens.
 * @throws the error of `listen`, such as EADDRINUSE.
 */
export async function serve(app: Hono, host: string, port: number): Promise<Running> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.keepAliveTimeout = keepAliveMs;
  const answering = new Set<ServerResponse>();
  let stopping = false;
  server.prependListener("request", (_request, response) => {
    if (stopping) closeAfter(response);
    answering.add(response);
    response.once("close", () => answering.delete(response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: (drainSeconds) =>
      new Promise((resolve) => {
        let cut = 0;
        stopping = true;
        for (const response of answering) closeAfter(response);
        const closingIdle = setInterval(() => {
          server.closeIdleConnections();
        }, idleGraceMs);
        const deadline = setTimeout(() => {
          cut = answering.size;
          server.closeAllConnections();
        }, drainSeconds * 1000);
        // Not the HTTP server's own close: it cuts idle connections at once, and with them requests on their way.
        ListeningSocket.prototype.close.call(server, () => {
          clearInterval(closingIdle);
          clearTimeout(deadline);
          resolve(cut);
        });
      }),
  };
}

function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("connection", "close");
}
