import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import type { Registry } from "prom-client";
import type { Health, Identity } from "../contracts/index";
import { FaultSwitch } from "./faults";
import { idempotency } from "./idempotency";
import type { Log } from "./log";
import { observe } from "./observe";
import { problemAnswer, Refusal } from "./problem";

/** Largest body that is read, in bytes. */
export const maxBodyBytes = 64 * 1024;

export interface AppOptions {
  readonly identity: Identity;
  readonly log: Log;
  readonly metrics: Registry;
  /** Whether /faults is there. */
  readonly faultSwitch: boolean;
  /** The service's own routes, below /api. */
  readonly api: Hono;
}

/** What all services have in common around their own routes: health, metrics, problems, faults. */
export function createApp({ identity, log, metrics, faultSwitch, api }: AppOptions): Hono {
  const app = new Hono();
  app.use(requestId({ limitLength: 128 }), observe(log, metrics));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allow = methods.join(", ");
        c.header("allow", allow);
        const detail = `${c.req.method} ${c.req.path} is not allowed. Use ${allow}.`;
        return problemAnswer(c, identity, new Refusal("method-not-allowed", detail));
      },
    }),
  );
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new Refusal("body-too-large", `A body may have ${maxBodyBytes} bytes.`);
      },
    }),
  );

  app.get("/health", (c) => c.json({ ...identity, status: "healthy" } satisfies Health));
  app.get("/metrics", async (c) =>
    c.text(await metrics.metrics(), 200, { "content-type": metrics.contentType }),
  );
  if (faultSwitch) {
    const faults = new FaultSwitch(identity);
    app.route("/faults", faults.routes());
    app.use("/api/*", faults.inject());
  }
  app.use("/api/*", idempotency());
  app.route("/api", api);

  app.notFound((c) =>
    problemAnswer(c, identity, new Refusal("not-found", `Nothing is at ${c.req.method} ${c.req.path}.`)),
  );
  app.onError((error, c) => {
    if (error instanceof Refusal) return problemAnswer(c, identity, error);
    return problemAnswer(c, identity, new Refusal("internal", "Its log says why, under this request_id."));
  });
  return app;
}
