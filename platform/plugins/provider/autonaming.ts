import { createHash, randomBytes } from "node:crypto";

/**
 * A physical name for a resource that was given none: the logical one and random hexadecimal digits.
 *
 * @param seed makes the digits repeatable; empty for fresh ones.
 * @param limits.length the longest name that the system takes.
 */
export function autoname(
  name: string,
  seed: Uint8Array,
  limits: { readonly digits: number; readonly length: number },
): string {
  const source = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(32);
  const suffix = source.toString("hex").slice(0, limits.digits);
  return `${name.slice(0, limits.length - suffix.length - 1)}-${suffix}`;
}
