import { autoname } from "../provider/autonaming";
import { isObject, objectAt, stringAt } from "../provider/json";
import type { JsonObject } from "../provider/json";
import { isUnknown } from "../provider/properties";
import type { Check, Checked } from "../provider/provider";
import { parseToken, unsupportedReason } from "./type-token";

/** Marks a name that was made up, so that the next update keeps it. */
const autonamedAnnotation = "pulumi.com/autonamed";
/** The API server's limit for most names is 253; a Service's, and a label's value, is 63. */
const longestName = 63;

/**
 * Completes an object as declared: API version and kind from the type, a name when there is none. Whether its fields
 * are right is judged by the API server at preview.
 *
 * @param defaultNamespace from the provider's settings.
 */
export function checkObject(request: Check, defaultNamespace: string | undefined): Checked {
  const { inputs, type } = request;
  const unsupported = unsupportedReason(type);
  if (unsupported !== undefined) return { inputs, faults: [{ property: "", reason: unsupported }] };
  const token = parseToken(type);
  const declared = inputs.values["metadata"];
  if (declared !== undefined && !isObject(declared)) {
    // Not known yet: the API server cannot be asked, and nothing can be completed.
    if (isUnknown(declared)) return { inputs, faults: [] };
    return {
      inputs,
      faults: [{ property: "metadata", reason: `is ${typeof declared}; it must be an object` }],
    };
  }
  const values = {
    ...inputs.values,
    apiVersion: token?.apiVersion ?? "",
    kind: token?.kind ?? "",
    metadata: withNamespace(withName(declared ?? {}, request), defaultNamespace),
  };
  // Data of a Secret is one whatever the program said of it.
  const secrets =
    type === "kubernetes:core/v1:Secret" ? [...inputs.secrets, ["data"], ["stringData"]] : inputs.secrets;
  return { inputs: { values, secrets: secrets }, faults: [] };
}

function withName(metadata: JsonObject, { old, name, seed }: Check): JsonObject {
  if (metadata["name"] !== undefined || metadata["generateName"] !== undefined) return metadata;
  const annotations = metadata["annotations"];
  if (isUnknown(annotations)) return metadata;
  const before = objectAt(old.values, "metadata");
  const wasMadeUp = objectAt(before, "annotations")[autonamedAnnotation] === "true";
  const kept = wasMadeUp ? stringAt(before, "name") : undefined;
  return {
    ...metadata,
    name: kept ?? autoname(name.toLowerCase(), seed, { digits: 8, length: longestName }),
    annotations: { ...objectAt(metadata, "annotations"), [autonamedAnnotation]: "true" },
  };
}

function withNamespace(metadata: JsonObject, namespace: string | undefined): JsonObject {
  if (namespace === undefined || metadata["namespace"] !== undefined) return metadata;
  return { ...metadata, namespace };
}
