import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { rulesTable } from "./rules-table";

const file = join(__dirname, "RULES.md");

/** RULES.md as it must be. */
export async function generatedRules(): Promise<string> {
  return format(rulesTable(), { ...(await resolveConfig(file)), parser: "markdown" });
}

/** RULES.md as it is. */
export function writtenRules(): string {
  return readFileSync(file, "utf8");
}

if (require.main === module) {
  void generatedRules().then((text) => {
    writeFileSync(file, text);
  });
}
