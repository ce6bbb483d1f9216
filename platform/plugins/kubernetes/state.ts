import { createHash } from "node:crypto";
import type { JsonObject } from "../provider/json";
import { listAt, objectAt, stringAt, without } from "../provider/json";
import type { Properties } from "../provider/properties";

const managerKey = "__fieldManager";

/** What is kept of an object in Pulumi's state: the live object without its bookkeeping, and who applied it. */
export function stateOf(live: JsonObject, manager: string): Properties {
  const metadata = without(objectAt(live, "metadata"), "managedFields");
  return {
    values: { ...live, metadata, [managerKey]: manager },
    secrets: live["kind"] === "Secret" && live["apiVersion"] === "v1" ? [["data"], ["stringData"]] : [],
  };
}

/** Parts of an object that the cluster writes and a program does not. */
export function withoutStatus(live: JsonObject): JsonObject {
  const metadata = without(
    objectAt(live, "metadata"),
    ...["managedFields", "uid", "resourceVersion", "generation", "creationTimestamp", "selfLink"],
  );
  return { ...without(live, "status"), metadata };
}

/**
 * The name under which a resource's fields are applied. It is made of the URN, so that after a kill between the
 * creation and the writing of the state the next run knows the object as its own, and nobody else's is taken over.
 * An object keeps the name it was made under when the resource is renamed (by an alias): with a new one the fields
 * that go could not be told from fields of others.
 */
export function fieldManager(urn: string, state?: JsonObject): string {
  const kept = state === undefined ? undefined : stringAt(state, managerKey);
  return kept ?? `pulumi-kubernetes-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
}

/** Whether an object was made, or is also kept, by this manager. */
export function isManagedBy(live: JsonObject, manager: string): boolean {
  return listAt(live, "metadata", "managedFields").some(
    (entry) => stringAt(entry, "manager") === manager && stringAt(entry, "operation") === "Apply",
  );
}

/** Who else keeps fields of an object, for messages. */
export function managersOf(live: JsonObject): readonly string[] {
  const names = listAt(live, "metadata", "managedFields").flatMap(
    (entry) => stringAt(entry, "manager") ?? [],
  );
  return [...new Set(names)];
}
