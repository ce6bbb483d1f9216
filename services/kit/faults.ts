import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import type { Context, MiddlewareHandler } from "hono";
import { faultSettings } from "../contracts/index";
import type { FaultsAnswer, FaultSettings, Identity } from "../contracts/index";
import { Refusal } from "./problem";
import { readBody } from "./request";

/** Makes requests slow or fail on demand, for tests and demonstrations. */
export class FaultSwitch {
  #settings: FaultSettings = faultSettings.parse({});

  constructor(private readonly identity: Identity) {}

  /** Routes that read, set and clear the switch. */
  routes(): Hono {
    const routes = new Hono();
    routes.get("/", (c) => this.#answer(c));
    routes.post("/", async (c) => {
      this.#settings = await readBody(c, faultSettings);
      return this.#answer(c);
    });
    routes.delete("/", (c) => {
      this.#settings = faultSettings.parse({});
      return this.#answer(c);
    });
    return routes;
  }

  /** Puts the faults before whatever follows. */
  inject(): MiddlewareHandler {
    return async (_, next) => {
      const { failStatus: status, delayMs } = this.#settings;
      const fails = this.#takeFailure();
      if (delayMs > 0) await sleep(delayMs);
      if (fails)
        throw new Refusal("injected-fault", "Clear the switch by DELETE /faults on this pod.", { status });
      await next();
    };
  }

  #takeFailure(): boolean {
    const { failNext } = this.#settings;
    if (failNext > 0) this.#settings = { ...this.#settings, failNext: failNext - 1 };
    return failNext > 0;
  }

  #answer(c: Context): Response {
    return c.json({ ...this.identity, ...this.#settings } satisfies FaultsAnswer);
  }
}
