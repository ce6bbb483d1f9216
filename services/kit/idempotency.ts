import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Refusal } from "./problem";

interface Kept {
  readonly fingerprint: string;
  readonly status: ContentfulStatusCode;
  readonly body: string;
}

/**
 * Answers a repeated POST with the same Idempotency-Key as it was answered before, without doing it again.
 * The same key with another body is refused. Only successes are kept: what was refused had no effect and may
 * be asked again. A repeat that comes while the first still runs waits for it.
 *
 * @param capacity how many answers are kept; the oldest are forgotten.
 */
export function idempotency(capacity = 10_000): MiddlewareHandler {
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<void>>();
  return async (c, next) => {
    const key = c.req.header("idempotency-key");
    if (c.req.method !== "POST" || key === undefined) return next();
    if (!/^[\x21-\x7e]{1,255}$/.test(key))
      throw new Refusal("invalid-request", "header.idempotency-key: must be 1 to 255 printable characters", {
        errors: [{ path: "header.idempotency-key", message: "must be 1 to 255 printable characters" }],
      });
    const place = `${c.req.path} ${key}`;
    const fingerprint = createHash("sha256")
      .update(await c.req.text())
      .digest("base64");

    for (let first = running.get(place); first !== undefined; first = running.get(place)) await first;
    const before = kept.get(place);
    if (before !== undefined) {
      if (before.fingerprint !== fingerprint)
        throw new Refusal(
          "payload-differs",
          `Idempotency-Key ${key} was used with another body. Take a new key.`,
        );
      return c.body(before.body, before.status, { "content-type": "application/json" });
    }

    const { promise, resolve } = deferred();
    running.set(place, promise);
    try {
      await next();
      if (!c.res.ok) return;
      kept.set(place, {
        fingerprint,
        status: c.res.status as ContentfulStatusCode,
        body: await c.res.clone().text(),
      });
      const [oldest] = kept.keys();
      if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
    } finally {
      running.delete(place);
      resolve();
    }
  };
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
