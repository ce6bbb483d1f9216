import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { Histogram } from "prom-client";
import type { Registry } from "prom-client";
import type { Log } from "./log";

/** Paths asked by machines every few seconds: worth a line only when debugging. */
const quiet: ReadonlySet<string> = new Set(["/health", "/metrics"]);

/** Writes a log line and a measurement for every request. */
export function observe(log: Log, metrics: Registry): MiddlewareHandler {
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the request's headers to the answer, by route.",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5],
    registers: [metrics],
  });
  return async (c, next) => {
    const start = performance.now();
    await next();
    const milliseconds = performance.now() - start;
    const { method, path } = c.req;
    const { status } = c.res;
    // The route, not the path: every path would be a time series of its own.
    duration.observe({ method, route: routePath(c, -1), status }, milliseconds / 1000);
    const level = status >= 500 ? "error" : quiet.has(path) ? "debug" : "info";
    log[level](
      {
        method,
        path,
        status,
        duration_ms: Math.round(milliseconds * 100) / 100,
        request_id: c.get("requestId"),
        ...traceOf(c.req.header("traceparent")),
        ...(c.error && status >= 500 && { err: c.error }),
      },
      "request",
    );
  };
}

/** @returns the ids of a W3C `traceparent` header; nothing when it is absent or malformed. */
export function traceOf(traceparent = ""): { readonly trace_id?: string; readonly parent_id?: string } {
  const [, version, traceId, parentId] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/.exec(traceparent) ?? [];
  if (traceId === undefined || parentId === undefined || version === "ff") return {};
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return {};
  return { trace_id: traceId, parent_id: parentId };
}
