/** The API version and kind in a type token; undefined for what is not an object of the API, such as a Release. */
export function parseToken(
  token: string,
): { readonly apiVersion: string; readonly kind: string } | undefined {
  const [packageName, module = "", kind = ""] = token.split(":");
  if (packageName !== "kubernetes" || kind === "" || module.startsWith("helm.sh/")) return undefined;
  // The core group has no name in the API.
  return { apiVersion: module.replace(/^core\//, ""), kind };
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/**
 * Why a token cannot be served here, or undefined when it can.
 * The SDK's `List` classes and the `Patch` classes change many or foreign objects at once.
 */
export function unsupportedReason(token: string): string | undefined {
  const parsed = parseToken(token);
  if (parsed === undefined) return `The stand-in for the kubernetes provider does not know ${token}.`;
  if (parsed.apiVersion.startsWith("yaml/") || parsed.apiVersion.startsWith("kustomize/")) {
    return `The stand-in for the kubernetes provider does not read manifests (${token}): declare the objects.`;
  }
  if (parsed.kind.endsWith("List"))
    return `${token}: declare its items one by one; lists are not supported here.`;
  if (parsed.kind.endsWith("Patch")) return `${token}: the stand-in does not patch objects of others.`;
  return undefined;
}
