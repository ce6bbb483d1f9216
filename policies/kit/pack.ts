import { resolveConfig } from "./config";
import type { RuleUse } from "./judge";

/** How much a finding weighs: advice is shown, a mandatory finding stops the update. */
export type Level = "advisory" | "mandatory";

export interface PackEntry extends RuleUse {
  readonly level: Level;
}

/** Rules with their levels and settings. Plain data: nothing is served until serve-pack.ts is told to. */
export interface Pack {
  /** Also the name of its folder. */
  readonly name: string;
  readonly description: string;
  readonly entries: readonly PackEntry[];
}

/**
 * Makes a pack out of a literal table.
 *
 * @throws Error where a rule is in it twice, or a setting is not legal.
 */
export function definePack(pack: Pack): Pack {
  const names = pack.entries.map(({ rule }) => rule.name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length > 0)
    throw new Error(`Pack ${pack.name} has a rule more than once: ${repeated.join(", ")}`);
  for (const { rule, config = {} } of pack.entries) resolveConfig(rule.name, rule.config, config);
  return pack;
}
