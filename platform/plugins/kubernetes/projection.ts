import { isList, isObject, isSame, objectAt, stringAt, without } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";
import { withoutStatus } from "./state";
import { groupOf } from "./type-token";

/**
 * The declared object as the cluster has it now: each declared field with its live value. A field that the cluster
 * only writes otherwise (quantities, defaults in lists) keeps its declared form as long as the live value is the one
 * that was seen after the last update, so it shows no drift.
 *
 * @param declared the inputs of the last update.
 * @param seen the live object after the last update.
 */
export function projectObject(declared: JsonObject, seen: JsonObject, live: JsonObject): JsonObject {
  const plain = stringDataFrom(declared, live);
  const before = stringDataFrom(declared, seen);
  // Lists in custom resources have one owner, and so have those outside a spec.
  const shared = isBuiltIn(live);
  return Object.fromEntries(
    Object.entries(declared).flatMap(([key, value]) => {
      const found = project(value, before[key], plain[key], shared && key === "spec");
      return found === undefined ? [] : [[key, found]];
    }),
  );
}

function isBuiltIn(object: JsonObject): boolean {
  const group = groupOf(stringAt(object, "apiVersion") ?? "");
  return !group.includes(".") || group.endsWith(".k8s.io");
}

function project(
  declared: Json,
  seen: Json | undefined,
  live: Json | undefined,
  shared: boolean,
): Json | undefined {
  if (isSame(seen, live)) return declared;
  if (isObject(declared) && isObject(live)) {
    return Object.fromEntries(
      Object.entries(declared).flatMap(([key, value]) => {
        const found = project(value, isObject(seen) ? seen[key] : undefined, live[key], shared);
        return found === undefined ? [] : [[key, found]];
      }),
    );
  }
  if (isList(declared) && isList(live)) return projectList(declared, isList(seen) ? seen : [], live, shared);
  return isSame(declared, live) ? declared : live;
}

/**
 * Lists whose items have a key are shared with others (a container may be added by someone else): only declared items
 * count. All other lists have one owner, and every item counts.
 */
function projectList(
  declared: readonly Json[],
  seen: readonly Json[],
  live: readonly Json[],
  shared: boolean,
): Json {
  const key = shared ? mergeKey(declared, live) : undefined;
  if (key === undefined) {
    return live.map((item, index) => {
      const before = declared[index];
      return before === undefined ? item : (project(before, seen[index], item, shared) ?? item);
    });
  }
  const find = (list: readonly Json[], name: Json | undefined) =>
    list.find((item) => isObject(item) && isSame(item[key], name));
  return declared.flatMap((item) => {
    const name = isObject(item) ? item[key] : undefined;
    return project(item, find(seen, name), find(live, name), shared) ?? [];
  });
}

/** The keys of the API's shared lists, the most telling first. */
const mergeKeys = ["name", "mountPath", "containerPort", "port", "ip", "topologyKey"];

function mergeKey(declared: readonly Json[], live: readonly Json[]): string | undefined {
  return mergeKeys.find((key) => isKey(key, declared) && isKey(key, live));
}

function isKey(key: string, list: readonly Json[]): boolean {
  const names = list.map((item) => (isObject(item) ? item[key] : undefined));
  return list.length > 0 && names.every((name) => name !== undefined) && new Set(names).size === list.length;
}

/** A Secret's `stringData` is only ever written; the cluster has it, encoded, in `data`. */
function stringDataFrom(declared: JsonObject, live: JsonObject): JsonObject {
  const names = Object.keys(objectAt(declared, "stringData"));
  if (names.length === 0 || live["kind"] !== "Secret") return live;
  const data = objectAt(live, "data");
  const decoded = names.flatMap((name) => {
    const value = data[name];
    return typeof value === "string" ? [[name, Buffer.from(value, "base64").toString()] as const] : [];
  });
  return { ...live, stringData: Object.fromEntries(decoded) };
}

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The inputs of an object that is being imported: as it was last applied by kubectl when that is recorded, else the
 * whole object without what the cluster writes.
 */
export function importedInputs(live: JsonObject): JsonObject {
  const annotations = objectAt(live, "metadata", "annotations");
  const recorded = annotations[lastApplied];
  const source =
    typeof recorded === "string"
      ? projectObject(JSON.parse(recorded) as JsonObject, {}, live)
      : withoutStatus(live);
  const metadata = objectAt(source, "metadata");
  const rest = without(objectAt(metadata, "annotations"), lastApplied, "deployment.kubernetes.io/revision");
  return {
    ...source,
    metadata: {
      ...without(metadata, "annotations"),
      ...(Object.keys(rest).length > 0 ? { annotations: rest } : {}),
    },
  };
}
