import { createRequire } from "node:module";
import { Secret } from "@pulumi/policy";
import { SecretValue } from "./markers";

type Properties = Record<string, unknown>;

/** The policy SDK's own reading of what the engine sends. */
interface Reader {
  deserializeProperties: (properties: object, keepSecrets: boolean) => Properties;
}

/** By this name the SDK's proxies give out what is behind them. */
const PROXY_TARGET = "__getSpecialProxyTarget";

/**
 * Lets rules see which values are secret, so that no message repeats one. The policy SDK takes the mark off before
 * policies see a value; its reader is wrapped here so that the mark stays, in a form that rules' fields see through.
 * Once is enough for a process.
 *
 * @throws Error where the SDK reads properties in another way, rather than judge with secrets unmarked.
 */
export function keepSecretsMarked(): void {
  const reader = createRequire(__filename)("@pulumi/policy/deserialize") as Partial<Reader>;
  const read = reader.deserializeProperties;
  if (typeof read !== "function") {
    throw new Error(
      "This version of @pulumi/policy cannot mark secrets: adapt policies/kit/engine-secrets.ts to it.",
    );
  }
  // The SDK reads the same properties anew for each policy. Rules change nothing, so once is enough.
  const alreadyRead = new WeakMap<object, Properties>();
  reader.deserializeProperties = (properties, keepSecrets) => {
    if (keepSecrets) return read(properties, true);
    const known = alreadyRead.get(properties) ?? (mark(read(properties, true)[PROXY_TARGET]) as Properties);
    alreadyRead.set(properties, known);
    return known;
  };
}

function mark(value: unknown): unknown {
  if (value instanceof Secret) return new SecretValue(mark(value.value));
  if (Array.isArray(value)) return value.map(mark);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mark(inner)]));
}
