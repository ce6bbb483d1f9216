import type { Field } from "../field";
import type { Resource } from "../resource";
import { resolveHost } from "./hosts";

/** One place where a VirtualService sends requests. */
export interface Destination {
  /** As Istio reads it; empty where the destination names none. */
  readonly host: string;
  readonly subset: string | undefined;
  /** The `destination` itself. */
  readonly field: Field;
  /** The share of the requests, in percent; absent for mirrors. */
  readonly weight: Field;
}

/** One rule of a VirtualService with the destinations that share its requests. */
export interface Route {
  readonly field: Field;
  readonly destinations: readonly Destination[];
  /** Whether it takes only requests that something in them, such as a header, has picked out. */
  readonly targeted: boolean;
  /** Whether it needs no destination: it redirects, answers, or leaves the work to another VirtualService. */
  readonly answersItself: boolean;
}

/** Every rule that shares requests out: http, tls and tcp. */
export function routesOf(virtualService: Resource): Route[] {
  return (["http", "tls", "tcp"] as const).flatMap((protocol) =>
    virtualService
      .at("spec", protocol)
      .items()
      .map((field) => ({
        field,
        destinations: field
          .at("route")
          .items()
          .map((entry) => readDestination(virtualService, entry.at("destination"), entry.at("weight"))),
        targeted: isTargeted(field),
        answersItself: ANSWERS.some((key) => !field.at(key).isAbsent()),
      })),
  );
}

/** Every place that copies of requests are sent to. */
export function mirrorsOf(virtualService: Resource): Destination[] {
  return virtualService
    .at("spec", "http")
    .items()
    .flatMap((http) => [
      ...(http.at("mirror").isAbsent() ? [] : [http.at("mirror")]),
      ...http
        .at("mirrors")
        .items()
        .map((mirror) => mirror.at("destination")),
    ])
    .map((field) => readDestination(virtualService, field, field.at("weight")));
}

function readDestination(virtualService: Resource, field: Field, weight: Field): Destination {
  const host = field.at("host").text() ?? "";
  return {
    host: resolveHost(host, virtualService.namespace),
    subset: field.at("subset").text(),
    field,
    weight,
  };
}

/** What a client or a caller can be told apart by; a path or a port cannot. */
const PICKING = ["headers", "withoutHeaders", "queryParams", "sourceLabels", "sourceNamespace"];

const ANSWERS = ["redirect", "directResponse", "delegate"];

/** Every one of the alternatives picks requests out; without any, all requests match. */
function isTargeted(route: Field): boolean {
  const matches = route.at("match").items();
  return matches.length > 0 && matches.every((match) => PICKING.some((key) => !match.at(key).isAbsent()));
}
