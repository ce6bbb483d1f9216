import { SECRET_SIGNATURE, SIGNATURE, UNKNOWN_SENTINELS } from "../markers";

const [anySentinel] = UNKNOWN_SENTINELS;

/** A value that is not known at preview, as the engine sends it. */
export const UNKNOWN = String(anySentinel);

/** A secret, as the engine sends it. */
export function secret(value: unknown): unknown {
  return { [SIGNATURE]: SECRET_SIGNATURE, value };
}

export type Path = readonly (string | number)[];

/** A copy of `value` in which the place at `path` holds what `change` makes of it; undefined takes it out. */
export function changed(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown, index) => {
      if (index !== key) return [entry];
      const next = changed(entry, rest, change);
      return next === undefined ? [] : [next];
    });
  }
  const holder = value as Record<string, unknown>;
  const next = changed(holder[key], rest, change);
  const entries = Object.entries(holder).filter(([name]) => name !== key);
  return Object.fromEntries(next === undefined ? entries : [...entries, [key, next]]);
}

/** Every place below `value`, the inner ones after the ones they are in. */
export function pathsIn(value: unknown, above: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => {
    const path = [...above, key];
    return [path, ...pathsIn((value as Record<string | number, unknown>)[key], path)];
  });
}
