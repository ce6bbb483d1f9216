import { legalForm } from "./config";
import type { ConfigShape } from "./config";

export interface RulePage {
  readonly title: string;
  /** The headings below the title, in order. */
  readonly headings: readonly string[];
  readonly incorrect: readonly string[];
  readonly correct: readonly string[];
  readonly configuration: string;
}

export const PAGE_HEADINGS = ["Why", "Incorrect", "Correct", "Configuration", "When not to use it"];

/** Takes a rule's page apart. The samples are the YAML blocks below "Incorrect" and "Correct". */
export function readPage(markdown: string): RulePage {
  const sections = new Map(
    markdown.split(/^## /m).map((section) => {
      const [heading = "", ...body] = section.split("\n");
      return [heading.trim(), body.join("\n").trim()] as const;
    }),
  );
  const [title = "", ...headings] = sections.keys();
  return {
    title: title.replace(/^# /, ""),
    headings,
    incorrect: samplesIn(sections.get("Incorrect") ?? ""),
    correct: samplesIn(sections.get("Correct") ?? ""),
    configuration: sections.get("Configuration") ?? "",
  };
}

/** What a rule's page says below "Configuration". */
export function configurationText(shape: ConfigShape): string {
  const settings = Object.entries(shape).map(
    ([key, setting]) =>
      `- \`${key}\`: ${setting.description} It is ${legalForm(setting)}; the default is \`${JSON.stringify(setting.default)}\`.`,
  );
  return settings.length === 0 ? "None." : settings.join("\n");
}

function samplesIn(section: string): string[] {
  return [...section.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, sample = ""]) => sample);
}
