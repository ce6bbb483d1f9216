import type { z } from "zod";

/** A setting that cannot be used. */
export interface SettingFault {
  /** `canaryWeight`, `services.user-service.replicas`; without the namespace. */
  readonly path: string;
  readonly seen: unknown;
  /** The end of "must be …". */
  readonly legal: string;
}

/** One line: where, what was seen, what would be legal. */
export function describe({ path, seen, legal }: SettingFault): string {
  return `${path} ${seen === undefined ? "is missing" : `is ${JSON.stringify(seen)}`}; it must be ${legal}`;
}

/** Every fault of a setting, each at the place it was found. */
export function faultsOf(path: string, value: unknown, error: z.ZodError): SettingFault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(path, value, issue));
}

function faultsOfIssue(root: string, value: unknown, issue: z.core.$ZodIssue): SettingFault[] {
  const path = [root, ...issue.path.map(String)].join(".");
  const seen = valueAt(value, issue.path);
  if (issue.code === "unrecognized_keys") {
    const legal = `left out: it is not part of ${issue.message}`;
    return issue.keys.map((key) => ({ path: `${path}.${key}`, seen: valueAt(seen, [key]), legal }));
  }
  if (issue.code === "invalid_union") {
    const closest = closestMember(issue.errors);
    if (closest !== undefined) return closest.flatMap((inner) => faultsOfIssue(path, seen, inner));
  }
  return [{ path, seen, legal: issue.message }];
}

/** The member of a union that was probably meant: the one that accepts every key that is there. */
function closestMember(members: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const meant = (issues: readonly z.core.$ZodIssue[]) =>
    issues.every(({ code, path }) => code !== "unrecognized_keys" && path.length > 0);
  const candidates = members.filter(meant);
  return candidates.length === 1 ? candidates[0] : undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
