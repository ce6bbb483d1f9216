import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { generatedRules, writtenRules } from "./generate-rules";
import { judge } from "./kit/judge";
import { readManifests } from "./kit/manifests";
import type { Config, ConfigShape } from "./kit/config";
import type { Resource } from "./kit/resource";
import type { Rule, StackJudgement } from "./kit/rule";
import { configurationText, PAGE_HEADINGS, readPage } from "./kit/rule-page";
import { cleanShop } from "./kit/testing/shop";
import { rules } from "./rules/index";
import { packs } from "./rules-table";

const folder = join(__dirname, "rules");
const sourceOf = (rule: Rule) => join(folder, rule.area, `${rule.name}.ts`);
const pageOf = (rule: Rule) => readPage(readFileSync(join(__dirname, "..", rule.url), "utf8"));

describe("rules", () => {
  it("are each a file of its own, listed once", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.ts$/.test(file) && !/(^index|\.test)\.ts$/.test(file))
      .map((file) => basename(file, ".ts"));
    assert.deepEqual(rules.map(({ name }) => name).sort(), files.sort());
  });

  it("have codes of their own, in order", () => {
    const codes = rules.map(({ code }) => code);
    assert.deepEqual(codes, [...new Set(codes)].sort());
    for (const code of codes) assert.match(code, /^PM\d{4}$/);
  });

  it("are listed in RULES.md as they are (node --import tsx policies/generate-rules.ts)", async () => {
    assert.equal(writtenRules(), await generatedRules());
  });

  for (const pack of packs) {
    it(`of pack ${pack.name} are served from a folder of that name`, () => {
      for (const file of ["PulumiPolicy.yaml", "package.json", "index.js", "pack.ts"]) {
        assert.ok(existsSync(join(__dirname, pack.name, file)), file);
      }
    });
  }

  for (const rule of rules) {
    describe(rule.name, () => {
      it("is in a pack", () => {
        assert.ok(packs.some(({ entries }) => entries.some((entry) => entry.rule === rule)));
      });

      it("is short, has fixtures, and says what holds and how to get there", () => {
        assert.ok(readFileSync(sourceOf(rule), "utf8").split("\n").length <= 81, "80 lines at most");
        assert.ok(existsSync(sourceOf(rule).replace(/\.ts$/, ".test.ts")));
        for (const sentence of [rule.description, rule.fix]) assert.match(sentence, /^[A-Z].*[a-z)"]\.$/);
        assert.ok(rule.on.length > 0 && rule.tags.length > 0);
      });

      it("has a page in the form of the others", () => {
        const page = pageOf(rule);
        assert.equal(page.title, `${rule.code} ${rule.name}`);
        assert.deepEqual(page.headings, PAGE_HEADINGS);
        assert.equal(page.configuration, configurationText(rule.config));
      });

      it("judges the samples on its page as the page says", () => {
        const { incorrect, correct } = pageOf(rule);
        assert.ok(incorrect.length > 0 && correct.length > 0, "samples of both kinds");
        for (const sample of incorrect)
          assert.notDeepEqual(judge([{ rule }], readManifests(sample)), [], sample);
        for (const sample of correct) assert.deepEqual(judge([{ rule }], readManifests(sample)), [], sample);
      });

      it("uses the settings it declares, and no others", () => {
        const { incorrect, correct } = pageOf(rule);
        const read = settingsRead(rule, [cleanShop(), ...[...incorrect, ...correct].map(readManifests)]);
        assert.deepEqual([...read].sort(), Object.keys(rule.config).sort());
      });
    });
  }
});

function settingsRead(rule: Rule, systems: readonly ReturnType<typeof cleanShop>[]): Set<string> {
  const read = new Set<string>();
  const record = (config: object) =>
    new Proxy(config, {
      get(settings, key) {
        read.add(String(key));
        return Reflect.get(settings, key) as unknown;
      },
    });
  const check = (resource: Resource, judgement: StackJudgement<ConfigShape>) => {
    rule.check(resource, { ...judgement, config: record(judgement.config) as Config<ConfigShape> });
  };
  for (const system of systems) judge([{ rule: { ...rule, check } }], system);
  return read;
}
