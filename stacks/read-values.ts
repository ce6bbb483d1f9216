import type { z } from "zod";
import { type SettingFault, faultsOf } from "./faults";
import { schema } from "./schema";

const namespace = "pattern-mesh";

/** The settings that the configuration holds; what it leaves out comes from the environment's defaults. */
export type Values = { [Key in keyof typeof schema]?: z.infer<(typeof schema)[Key]> };

/** Reads every setting of the namespace, and goes on after a fault so that all of them are found. */
export function readValues(config: Readonly<Record<string, string>>): {
  values: Values;
  faults: SettingFault[];
} {
  const faults: SettingFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [fullKey, text] of Object.entries(config)) {
    const [project, key = ""] = fullKey.split(":");
    if (project !== namespace) continue;
    const value = parsed(text);
    if (!isSetting(key)) {
      const names = Object.keys(schema).join(", ");
      faults.push({ path: key, seen: value, legal: `left out: the settings are ${names}` });
      continue;
    }
    const result = schema[key].safeParse(value);
    if (result.success) values[key] = result.data;
    else faults.push(...faultsOf(key, value, result.error));
  }
  return { values, faults };
}

function isSetting(key: string): key is keyof typeof schema {
  return Object.hasOwn(schema, key);
}

/** Numbers, truth values and objects arrive as JSON; other text is meant as it stands. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
