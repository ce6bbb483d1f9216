import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isList, isObject, valueAt } from "./json";
import type { Json, JsonObject, Path } from "./json";

/**
 * A property bag of the engine: plain values, and beside them the places that are secret. A value that is not known
 * yet (only at preview) stands as one of the engine's own markers, see `isUnknown`.
 */
export interface Properties {
  readonly values: JsonObject;
  readonly secrets: readonly Path[];
}

export const noProperties: Properties = { values: {}, secrets: [] };

/** Marks of the wire format: they tell the kind of a wrapped value (sdk/go/common/resource/sig). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** Stands for a value that is not known yet. The engine has one marker per kind of value. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const unknowns: ReadonlySet<string> = new Set([
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export function isUnknown(value: Json | undefined): boolean {
  return typeof value === "string" && unknowns.has(value);
}

/** Whether anything in the value is not known yet. */
export function hasUnknown(value: Json | undefined): boolean {
  if (isList(value)) return value.some(hasUnknown);
  if (isObject(value)) return Object.values(value).some(hasUnknown);
  return isUnknown(value);
}

/** Reads what the engine sent. A missing bag is an empty one. */
export function decode(struct: Struct | undefined): Properties {
  if (struct === undefined) return noProperties;
  const secrets: Path[] = [];
  const values = unwrap(struct.toJavaScript(), [], secrets);
  return { values: isObject(values) ? values : {}, secrets };
}

function unwrap(value: Json, path: Path, secrets: Path[]): Json {
  if (isList(value)) return value.map((item, index) => unwrap(item, [...path, index], secrets));
  if (!isObject(value)) return value;
  switch (value[signatureKey]) {
    case signatures.secret:
      secrets.push(path);
      return unwrap(value["value"] ?? null, path, secrets);
    case signatures.output:
      if (value["secret"] === true) secrets.push(path);
      return value["value"] === undefined ? unknown : unwrap(value["value"], path, secrets);
    case signatures.resource:
      return value["id"] ?? value["urn"] ?? null;
    default:
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, unwrap(item, [...path, key], secrets)]),
      );
  }
}

/** Writes a bag for the engine; what is at a secret place is wrapped as one. */
export function encode(properties: Properties): Struct {
  // The shortest paths last, so that a secret inside a secret stays inside it.
  const ordered = [...properties.secrets].sort((one, other) => other.length - one.length);
  const values = ordered.reduce<Json>((root, path) => wrapAt(root, path), properties.values);
  return Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
}

function wrapAt(value: Json, path: Path): Json {
  const [step, ...rest] = path;
  if (step === undefined) return { [signatureKey]: signatures.secret, value };
  if (valueAt(value, [step]) === undefined) return value;
  if (isList(value)) return value.map((item, index) => (index === step ? wrapAt(item, rest) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === step ? wrapAt(item, rest) : item]),
  );
}
