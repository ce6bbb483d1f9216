import type { Pack } from "./kit/pack";
import { meshGate } from "./mesh-gate/pack";
import { rules } from "./rules/index";

/** Every pack there is. */
export const packs: readonly Pack[] = [meshGate];

/** The text of RULES.md, before formatting. */
export function rulesTable(): string {
  const rows = rules.map((rule) => {
    const page = rule.url.replace(/^policies\//, "");
    const used = packs.flatMap((pack) =>
      pack.entries
        .filter((entry) => entry.rule.name === rule.name)
        .map(({ level }) => `${pack.name}: ${level}`),
    );
    const settings = Object.keys(rule.config).map((key) => `\`${key}\``);
    return [
      ...[rule.code, `[${rule.name}](${page})`, rule.severity, rule.scope, rule.description],
      ...[used.join(", "), settings.join(", ") || "none"],
    ];
  });
  const heads = ["Code", "Rule", "Severity", "Judges", "What must hold", "Packs", "Settings"];
  return [
    "# Rules",
    "",
    "Generated from the rules themselves by `node --import tsx policies/generate-rules.ts`. A rule that judges one",
    "`resource` also stops it in an update without a preview; one that judges the `stack` stops the preview.",
    "",
    ...[heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ].join("\n");
}
