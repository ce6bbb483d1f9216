import assert from "node:assert/strict";
import { program, useEngine } from "../fixtures/engine";
import { valueAt } from "../provider/json";

describe("programs, policy packs and secrets with the real engine", function () {
  this.timeout(180_000);
  const engine = useEngine();

  it("keeps secrets out of the state and of what is printed", async () => {
    const secret = (value: string) =>
      `new k8s.core.v1.Secret("s", { metadata: { name: "s", namespace: ns.metadata.name }, stringData: { password: "${value}" } });`;
    engine.project().program([program.namespace, secret("hunter2")].join("\n"));
    const { output } = await engine.project().must("up", "--yes", "--diff", "--stack", "test");
    engine.project().program([program.namespace, secret("hunter3")].join("\n"));
    const shown = output + (await engine.preview("--diff")).output + (await engine.mustUp()).output;
    const encoded = Buffer.from("hunter").toString("base64").slice(0, 8);
    for (const text of [shown, engine.project().state()]) {
      assert.doesNotMatch(text, /hunter/);
      assert.ok(!text.includes(encoded));
    }
    const stored = await engine.object("/api/v1/namespaces/shop/secrets/s");
    assert.equal(valueAt(stored, ["data", "password"]), Buffer.from("hunter3").toString("base64"));
  });

  it("runs a policy pack, whose mandatory rule stops the preview", async () => {
    engine.project().write("pack/PulumiPolicy.yaml", "runtime: nodejs\nmain: index.js\nversion: 0.0.1\n");
    engine.project().write("pack/package.json", JSON.stringify({ name: "pack", version: "0.0.1" }));
    engine.project().write(
      "pack/index.js",
      `const { PolicyPack } = require("@pulumi/policy");
       new PolicyPack("pack", { policies: [{ name: "no-red", description: "red", enforcementLevel: "mandatory",
         validateResource: ({ props }, report) => { if (props.data?.color === "red") report("red is not allowed"); } }] });`,
    );
    engine.project().program([program.namespace, program.config({ color: "red" })].join("\n"));
    const refused = await engine.project().run("up", "--yes", "--stack", "test", "--policy-pack", "pack");
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /red is not allowed/);
    assert.equal(await engine.object("/api/v1/namespaces/shop"), undefined);
    engine.project().program([program.namespace, program.config({ color: "blue" })].join("\n"));
    await engine.project().must("up", "--yes", "--stack", "test", "--policy-pack", "pack");
  });

  it("tells a fault of the program in the program's words", async () => {
    engine.project().program('throw new pulumi.RunError("the program does not want to");');
    const failed = await engine.preview();
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /the program does not want to/);
  });
});
