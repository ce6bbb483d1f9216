import assert from "node:assert/strict";
import { pulumiArguments, standInNotice } from "./pulumi";

const engine = { configFile: "/state/Pulumi.dev.yaml" };

describe("a Pulumi command line", () => {
  for (const command of ["up", "preview"]) {
    it(`of ${command} has the packs and the joined configuration`, () => {
      const [first, option, pack, ...rest] = pulumiArguments(engine, [command, "--diff"]);
      assert.deepEqual([first, option], [command, "--policy-pack"]);
      assert.match(pack ?? "", /policies\/mesh-gate$/);
      assert.deepEqual(rest, ["--config-file", engine.configFile, "--diff"]);
    });
  }

  for (const command of ["refresh", "destroy"]) {
    it(`of ${command} has the joined configuration`, () => {
      assert.deepEqual(pulumiArguments(engine, [command]), [command, "--config-file", engine.configFile]);
    });
  }

  for (const args of [["stack", "export"], ["config", "set", "canaryWeight", "30"], []]) {
    it(`"${args.join(" ")}" is passed on as it is`, () => {
      assert.deepEqual(pulumiArguments(engine, args), args);
    });
  }
});

describe("the notice about stand-ins", () => {
  it("names each, and how to have the official plugin", () => {
    const notice = standInNotice({
      standIns: [{ executable: "pulumi-resource-aws", official: "pulumi plugin install resource aws" }],
    });
    assert.match(
      notice.join("\n"),
      /stand-ins serve.*pulumi-resource-aws\n.*pulumi plugin install resource aws/,
    );
  });

  it("is silent where there is none", () => {
    assert.deepEqual(standInNotice({ standIns: [] }), []);
  });
});
