import assert from "node:assert/strict";
import { parse } from "yaml";
import { PlatformFailure } from "../failure";
import { joinStackConfig } from "./stack-config";

const file = "Pulumi.dev.yaml";
const chosen =
  "config:\n  pattern-mesh:canaryWeight: 10\n  pattern-mesh:images: {a: mine}\n  aws:region: eu-west-1\n";

function join(parts: Partial<Parameters<typeof joinStackConfig>[0]>): unknown {
  return parse(joinStackConfig({ file, chosen, generated: {}, ...parts }));
}

describe("the joined configuration of a stack", () => {
  const cases = [
    { name: "keeps what people chose, of every namespace", parts: {}, key: "aws:region", value: "eu-west-1" },
    {
      name: "takes what was built in place of the file's",
      parts: { generated: { images: { b: "built" } } },
      key: "pattern-mesh:images",
      value: { b: "built" },
    },
    {
      name: "takes what this run says in place of everything",
      parts: { generated: { canaryWeight: 20 }, overrides: { canaryWeight: 30 } },
      key: "pattern-mesh:canaryWeight",
      value: 30,
    },
  ];
  for (const { name, parts, key, value } of cases) {
    it(name, () => {
      assert.deepEqual((join(parts) as { config: Record<string, unknown> }).config[key], value);
    });
  }

  it("has the salt of the state, unless the file brings its own", () => {
    assert.equal((join({ salt: "v1:state" }) as { encryptionsalt: string }).encryptionsalt, "v1:state");
    const own = join({ salt: "v1:state", chosen: "encryptionsalt: v1:file\nconfig: {}\n" });
    assert.equal((own as { encryptionsalt: string }).encryptionsalt, "v1:file");
  });

  it("is empty for a file that is not there", () => {
    assert.deepEqual(join({ chosen: "" }), { config: {} });
  });

  const broken = [
    { name: "no YAML", text: "config: [", problem: /Pulumi\.dev\.yaml is not YAML/ },
    { name: "a key twice", text: "config:\n  a: 1\n  a: 2\n", problem: /is not YAML/ },
    { name: "a list", text: "- config\n", problem: /is not a stack's configuration/ },
    {
      name: "a configuration that is no map",
      text: "config: 7\n",
      problem: /is not a stack's configuration/,
    },
  ];
  for (const { name, text, problem } of broken) {
    it(`is refused with the next step: ${name}`, () => {
      assert.throws(
        () => join({ chosen: text }),
        (error) => error instanceof PlatformFailure && problem.test(error.message) && error.next !== "",
      );
    });
  }
});
