import { type Duration, toIstio } from "./duration";
import type { HttpMatch, HttpRoute } from "./istio";

/** How often a failed call is tried again, and on what. */
export interface Retries {
  readonly attempts: number;
  readonly perTry: Duration;
}

/** Everything needed to route requests to a service, as plain data: the mesh and the gateway build the same routes from it. */
export interface Routing {
  readonly service: string;
  readonly host: string;
  readonly port: number;
  /** Percent of the requests per version; they sum to 100. */
  readonly weights: Readonly<Record<string, number>>;
  /** Requests with the header `<header>: true` all go to this version. */
  readonly canary?: { readonly version: string; readonly header: string };
  readonly timeout: Duration;
  readonly retries: Retries;
}

/**
 * Only failures after which the service cannot have acted on the request. A 5xx answer or a timeout may have
 * moved money, and it is for the caller, who knows the idempotency key, to try again.
 */
const retryOn = "connect-failure,refused-stream,reset-before-request";

/**
 * The HTTP routes of a service, most specific first: the canary header, then the split by weight.
 *
 * @param paths conditions on the request's path; without them the routes take every request.
 */
export function httpRoutes(routing: Routing, paths: readonly HttpMatch[] = []): HttpRoute[] {
  const { service, canary } = routing;
  const split = {
    name: `${service}-split`,
    ...(paths.length > 0 && { match: [...paths] }),
    ...destinations(routing, routing.weights),
  };
  if (canary === undefined) return [split];
  const headers = { [canary.header]: { exact: "true" } };
  const byHeader = {
    name: `${service}-by-header`,
    match: paths.length > 0 ? paths.map((path) => ({ ...path, headers })) : [{ headers }],
    ...destinations(routing, { [canary.version]: 100 }),
  };
  return [byHeader, split];
}

function destinations(routing: Routing, weights: Readonly<Record<string, number>>) {
  const { host, port, timeout, retries } = routing;
  return {
    route: Object.entries(weights).map(([subset, weight]) => ({
      destination: { host, subset, port: { number: port } },
      weight,
    })),
    timeout: toIstio(timeout),
    retries: { attempts: retries.attempts, perTryTimeout: toIstio(retries.perTry), retryOn },
  };
}
