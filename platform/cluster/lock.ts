import { createServer } from "node:net";
import type { Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "../failure";
import { isOneOf } from "./files";

/**
 * Does `work` while no other run on this machine changes the cluster. The lock is an abstract socket: the kernel
 * holds it for exactly as long as its owner lives, so a killed run never blocks the next one.
 *
 * @param report hears of the waiting, at once and every 30 seconds.
 */
export async function withClusterLock<T>(
  report: Report,
  work: () => Promise<T>,
  name = "pattern-mesh/cluster",
): Promise<T> {
  let server = await tryListen(`\0${name}`);
  for (let tries = 0; server === undefined; tries++) {
    if (tries % 150 === 0) report(`another run is changing the cluster; waiting for it (${tries / 5} s)`);
    await sleep(200);
    server = await tryListen(`\0${name}`);
  }
  try {
    return await work();
  } finally {
    server.close();
  }
}

function tryListen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("listening", () => {
      resolve(server);
    });
    server.once("error", (error) => {
      if (isOneOf(error, "EADDRINUSE")) resolve(undefined);
      else reject(error);
    });
    server.listen(path);
  });
}
