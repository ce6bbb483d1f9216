import { objectAt, stringAt, textOf } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";

/** Says on a resource which one of the program made it; never shown as one of its tags. */
export const ownerTag = "pulumi-resource";

/** A map of tags as the list that most services take. */
export function tagList(tags: JsonObject): readonly JsonObject[] {
  return Object.entries(tags).map(([Key, value]) => ({ Key, Value: textOf(value) }));
}

export function tagMap(list: readonly Json[]): JsonObject {
  return Object.fromEntries(
    list.flatMap((tag) => {
      const key = stringAt(tag, "Key");
      return key === undefined ? [] : [[key, stringAt(tag, "Value") ?? ""] as const];
    }),
  );
}

/** @returns what to set and what to remove to come from one map of tags to another. */
export function tagChanges(
  before: JsonObject,
  after: JsonObject,
): { readonly set: JsonObject; readonly removed: readonly string[] } {
  const set = Object.entries(after).filter(([key, value]) => before[key] !== value);
  return { set: Object.fromEntries(set), removed: Object.keys(before).filter((key) => !(key in after)) };
}

export function tagsOf(inputs: JsonObject): JsonObject {
  return objectAt(inputs, "tags");
}
