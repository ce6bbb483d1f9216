/** One setting of a rule: what Pulumi's policy configuration accepts, its default, and a sentence for its page. */
export type Setting =
  | { readonly type: "strings"; readonly default: readonly string[]; readonly description: string }
  | { readonly type: "text"; readonly default: string; readonly description: string }
  | { readonly type: "flag"; readonly default: boolean; readonly description: string }
  | {
      readonly type: "whole number";
      readonly default: number;
      readonly minimum: number;
      readonly maximum: number;
      readonly description: string;
    };

export type ConfigShape = Readonly<Record<string, Setting>>;

type ValueOf<S extends Setting> = S extends { type: "strings" }
  ? readonly string[]
  : S extends { type: "text" }
    ? string
    : S extends { type: "flag" }
      ? boolean
      : number;

/** The values a rule gets for the settings it declares. */
export type Config<C extends ConfigShape> = { readonly [K in keyof C]: ValueOf<C[K]> };

/** Settings as a pack or a person gives them; what is left out takes its default. */
export type GivenConfig<C extends ConfigShape = ConfigShape> = { readonly [K in keyof C]?: ValueOf<C[K]> };

/**
 * The full configuration of a rule.
 *
 * @throws Error that lists every setting that does not exist or does not fit.
 */
export function resolveConfig<C extends ConfigShape>(
  rule: string,
  shape: C,
  given: Readonly<Record<string, unknown>>,
): Config<C> {
  const faults: string[] = [];
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(shape, key)) {
      faults.push(
        `${key} is not a setting of this rule (it has: ${Object.keys(shape).join(", ") || "none"})`,
      );
    }
  }
  const values = Object.entries(shape).map(([key, setting]) => {
    const value = given[key] ?? setting.default;
    if (!fits(setting, value))
      faults.push(`${key} is ${JSON.stringify(value)}, but must be ${legalForm(setting)}`);
    return [key, value];
  });
  if (faults.length > 0) throw new Error(`Configuration of policy ${rule}: ${faults.join("; ")}`);
  return Object.fromEntries(values) as Config<C>;
}

function fits(setting: Setting, value: unknown): boolean {
  switch (setting.type) {
    case "strings":
      return Array.isArray(value) && value.every((entry) => typeof entry === "string");
    case "text":
      return typeof value === "string" && value !== "";
    case "flag":
      return typeof value === "boolean";
    case "whole number":
      return (
        Number.isSafeInteger(value) && setting.minimum <= Number(value) && Number(value) <= setting.maximum
      );
  }
}

/** What a setting accepts, for people. */
export function legalForm(setting: Setting): string {
  switch (setting.type) {
    case "strings":
      return "a list of texts";
    case "text":
      return "a text";
    case "flag":
      return "true or false";
    case "whole number":
      return `a whole number from ${setting.minimum} to ${setting.maximum}`;
  }
}
