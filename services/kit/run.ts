import { once } from "node:events";
import type { Hono } from "hono";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Identity } from "../contracts/index";
import { createApp } from "./app";
import { ConfigError, serviceConfig } from "./config";
import { createLog } from "./log";
import { serve } from "./serve";

export interface Service {
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  /** Makes the service's own routes, below /api. */
  readonly api: (identity: Identity) => Hono;
}

/**
 * Runs a service until SIGTERM or SIGINT, then drains it.
 * Exit codes: 0 stopped, 1 stopped with requests cut off, 2 could not start.
 */
export async function runService(service: Service): Promise<void> {
  try {
    const exitCode = await runUntilSignal(service);
    // What a cut request still waits for must not hold the process.
    process.exit(exitCode);
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : startFailure(service.name, error));
    process.exitCode = 2;
  }
}

async function runUntilSignal({ name, env, api }: Service): Promise<number> {
  const { identity, host, port, logLevel, faultSwitch, drainSeconds } = serviceConfig(name, env);
  const log = createLog(identity, logLevel);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const app = createApp({ identity, log, metrics, faultSwitch, api: api(identity) });
  const signal = Promise.race(["SIGTERM", "SIGINT"].map(async (each) => (await once(process, each), each)));
  const running = await serve(app, host, port);
  log.info({ host, port: running.port, faultSwitch }, "listening");

  log.info({ signal: await signal, drainSeconds }, "draining");
  const cut = await running.stop(drainSeconds);
  if (cut > 0) log.warn({ cut }, "stopped; requests were cut off because they outlasted DRAIN_SECONDS");
  else log.info("stopped");
  return cut > 0 ? 1 : 0;
}

function startFailure(name: string, error: unknown): string {
  const { message } = error as Error;
  return `${name} cannot start: ${message}\nGive it an address and a port that are free by HOST and PORT, then start it again.`;
}
