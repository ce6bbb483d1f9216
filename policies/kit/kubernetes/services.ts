import { serviceKind } from "../kinds";
import type { Resource } from "../resource";
import { Index } from "../stack";
import type { Stack } from "../stack";
import { serviceHost } from "../istio/hosts";

/** The labels by which a Service finds its pods; empty where it finds them otherwise, or is only a name. */
export function podSelector(service: Resource): ReadonlyMap<string, string> {
  const selector = service.at("spec", "selector").labels();
  return selector.size > 0 && service.at("spec", "type").text() === "ExternalName" ? new Map() : selector;
}

/** The Service of this full host name, if the stack declares it. */
export function declaredService(stack: Stack, host: string): Resource | undefined {
  return stack.once(indexServices).get(host)[0];
}

function indexServices(stack: Stack): Index<Resource> {
  return new Index(stack.ofKind(serviceKind), (service) => [[serviceHost(service), service]]);
}
