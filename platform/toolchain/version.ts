/** Versions from `atLeast` (included) to `below` (excluded); without `below`, anything newer will do. */
export interface VersionRange {
  readonly atLeast: string;
  readonly below?: string;
}

/** @returns the first thing that looks like a version in what a program printed, without a leading `v`. */
export function firstVersion(text: string): string | undefined {
  return /\d+\.\d+(?:\.\d+)?/.exec(text)?.[0];
}

/** Compares number by number; a missing number counts as 0. @returns below, at or above zero, like `a - b`. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isWithin(version: string, range: VersionRange): boolean {
  if (compareVersions(version, range.atLeast) < 0) return false;
  return range.below === undefined || compareVersions(version, range.below) < 0;
}

export function describeRange(range: VersionRange): string {
  return range.below === undefined ? `${range.atLeast} or newer` : `${range.atLeast} to below ${range.below}`;
}
