import assert from "node:assert/strict";
import { judge } from "../judge";
import { readManifests } from "../manifests";
import type { Rule } from "../rule";
import { Engine } from "./engine";

/** Kubernetes YAML that a rule judges, with settings other than its defaults. */
export interface Fixture {
  readonly yaml: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface RuleFixtures {
  /** Reports nothing. */
  readonly good: Readonly<Record<string, string | Fixture>>;
  /** Reports exactly these messages, each without the rule's code at its end. */
  readonly bad: Readonly<Record<string, Fixture & { readonly findings: readonly string[] }>>;
}

/** Tests a rule on its fixtures, twice: as plain objects, and as the engine shows them to a policy. */
export function testRule(rule: Rule, fixtures: RuleFixtures): void {
  describe(`${rule.code} ${rule.name}`, () => {
    for (const [title, fixture] of Object.entries(fixtures.good)) {
      it(`lets pass: ${title}`, async () => {
        assert.deepEqual(
          await findingsOf(rule, typeof fixture === "string" ? { yaml: fixture } : fixture),
          [],
        );
      });
    }
    for (const [title, fixture] of Object.entries(fixtures.bad)) {
      it(`reports: ${title}`, async () => {
        const expected = fixture.findings.map((finding) => `${finding} [${rule.code}]`);
        assert.deepEqual(await findingsOf(rule, fixture), expected);
      });
    }
  });
}

async function findingsOf(rule: Rule, { yaml, config = {} }: Fixture): Promise<string[]> {
  const sources = readManifests(yaml);
  const findings = judge([{ rule, config }], sources);
  const engine = new Engine({
    name: "test",
    description: "",
    entries: [{ rule, config, level: "mandatory" }],
  });
  assert.deepEqual(
    await engine.preview(sources),
    findings.map(({ message, urn }) => ({
      policy: rule.name,
      level: "mandatory",
      severity: rule.severity,
      urn,
      message: `${rule.description}\n${message}`,
    })),
    "the engine must be told the same",
  );
  return findings.map(({ message }) => message);
}
