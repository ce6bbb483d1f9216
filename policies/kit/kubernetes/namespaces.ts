import type { Setting } from "../config";
import { namespaceKind } from "../kinds";
import type { Resource } from "../resource";
import { Index } from "../stack";
import type { Stack } from "../stack";

/** The setting by which every rule knows which namespaces are outside the mesh. */
export const exemptNamespaces = {
  type: "strings",
  default: ["istio-system", "kube-node-lease", "kube-public", "kube-system"],
  description: "Namespaces outside the mesh.",
} as const satisfies Setting;

/** The Namespace object of this name, if the stack declares one. */
export function declaredNamespace(stack: Stack, name: string): Resource | undefined {
  return stack.once(indexNamespaces).get(name)[0];
}

function indexNamespaces(stack: Stack): Index<Resource> {
  return new Index(stack.ofKind(namespaceKind), (namespace) => [[namespace.name, namespace]]);
}
