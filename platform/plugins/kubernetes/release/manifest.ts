import { parseAllDocuments } from "yaml";
import { isObject, stringAt } from "../../provider/json";
import type { Json } from "../../provider/json";

/** The names of a release's objects by kind and API version, as the SDK's `resourceNames` has them. */
export function resourceNames(
  manifest: string,
  namespace: string,
): Readonly<Record<string, readonly string[]>> {
  const names: Record<string, string[]> = {};
  for (const document of parseAllDocuments(manifest)) {
    const object = document.toJS() as Json;
    const [kind, name] = [stringAt(object, "kind"), stringAt(object, "metadata", "name")];
    if (!isObject(object) || kind === undefined || name === undefined) continue;
    const key = `${kind}/${stringAt(object, "apiVersion") ?? ""}`;
    const own = stringAt(object, "metadata", "namespace");
    (names[key] ??= []).push(own === undefined || own === namespace ? name : `${own}/${name}`);
  }
  return names;
}
