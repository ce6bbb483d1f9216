import { differences } from "../provider/differences";
import type { JsonObject } from "../provider/json";
import { objectAt, stringAt, without } from "../provider/json";
import type { Comparison, Differences } from "../provider/provider";
import { needsReplacement } from "./immutable";
import { defaultNamespace } from "./objects";

/** What changes between the declared objects, and whether the API server can change it in place. */
export function diffObjects({ oldInputs, inputs }: Pick<Comparison, "oldInputs" | "inputs">): Differences {
  const [before, after] = [normalized(oldInputs), normalized(inputs)];
  const changes = differences(before, after).map((change) => ({
    ...change,
    replaces: needsReplacement(change.path, before, after),
  }));
  return { changes, deleteBeforeReplace: sameObject(before, after) };
}

/** `default` is what a namespaced object without a namespace gets. */
function normalized(object: JsonObject): JsonObject {
  const metadata = objectAt(object, "metadata");
  if (metadata["namespace"] !== defaultNamespace) return object;
  return { ...object, metadata: without(metadata, "namespace") };
}

function sameObject(before: JsonObject, after: JsonObject): boolean {
  const key = (object: JsonObject) =>
    [
      stringAt(object, "kind"),
      stringAt(object, "metadata", "namespace"),
      stringAt(object, "metadata", "name"),
    ].join("/");
  return key(before) === key(after);
}
