/** How values that are not known yet, or not to be shown, look in the three sources that rules judge. */

/** What Pulumi sends in place of a value that is not known at preview, one per type of value. */
export const UNKNOWN_SENTINELS: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A value that Pulumi marks as secret, as the policy adapter hands it to rules: see serve-pack.ts. */
export class SecretValue {
  constructor(readonly value: unknown) {}
}

/** A value as it was read: known or not, secret or not. */
export type Read =
  { readonly known: true; readonly value: unknown; readonly secret: boolean } | { known: false };

const UNKNOWN: Read = { known: false };

/**
 * Reads one property of an object, list, or props proxy. Only own properties count, so that a label named
 * "constructor" is not found everywhere. A getter that throws, as the engine's proxies do, reads as unknown.
 */
export function readProperty(holder: object, key: string | number): Read {
  try {
    if (!Object.hasOwn(holder, key)) return { known: true, value: undefined, secret: false };
    return unwrap((holder as Record<string | number, unknown>)[key]);
  } catch {
    return UNKNOWN;
  }
}

/** Sees through the wrappings of secrets and outputs. */
export function unwrap(raw: unknown): Read {
  let value = raw;
  let secret = false;
  for (let depth = 0; depth < 8; depth++) {
    if (UNKNOWN_SENTINELS.has(value)) return UNKNOWN;
    if (typeof value === "function" || typeof value === "symbol") return UNKNOWN;
    if (typeof value !== "object" || value === null) return { known: true, value, secret };
    const wrapped = wrapping(value);
    if (wrapped === "none") return { known: true, value, secret };
    if (wrapped === "unknown") return UNKNOWN;
    secret ||= wrapped.secret;
    value = wrapped.value;
  }
  return UNKNOWN;
}

function wrapping(value: object): "none" | "unknown" | { value: unknown; secret: boolean } {
  try {
    if (value instanceof SecretValue) return { value: value.value, secret: true };
    const fields = value as Record<string, unknown>;
    if (Object.hasOwn(value, "__pulumiUnknown") || Object.hasOwn(value, "__pulumiOutput")) return "unknown";
    if (!Object.hasOwn(value, SIGNATURE)) return "none";
    if (fields[SIGNATURE] === SECRET_SIGNATURE) return { value: fields.value, secret: true };
    if (fields[SIGNATURE] !== OUTPUT_SIGNATURE) return "none";
    return Object.hasOwn(value, "value")
      ? { value: fields.value, secret: fields.secret === true }
      : "unknown";
  } catch {
    return "unknown";
  }
}
