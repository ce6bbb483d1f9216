import { isList, isObject, isSame } from "./json";
import type { Json, Path } from "./json";
import type { Change } from "./provider";

/**
 * The changes that lead from one document to another, each as deep in it as can be said: a changed field rather than
 * the object that holds it.
 */
export function differences(
  before: Json | undefined,
  after: Json | undefined,
  path: Path = [],
): readonly Omit<Change, "replaces">[] {
  if (isSame(before, after)) return [];
  if (before === undefined || before === null) return [{ path, kind: "add" }];
  if (after === undefined || after === null) return [{ path, kind: "delete" }];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  if (isList(before) && isList(after)) {
    const indices = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    return indices.flatMap((index) => differences(before[index], after[index], [...path, index]));
  }
  return [{ path, kind: "update" }];
}

/**
 * Whether a place is, or lies in, or holds one that a pattern names. In a pattern `*` is any one step.
 *
 * @example matches(["spec", "template", "spec"], ["spec", "template"]) // true: it lies in it
 */
export function matches(path: Path, pattern: Path): boolean {
  return pattern.every((step, index) => {
    const seen = path[index];
    return seen === undefined || step === "*" || seen === step;
  });
}
