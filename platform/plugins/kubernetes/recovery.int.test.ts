import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { program, useEngine } from "../fixtures/engine";
import { valueAt } from "../provider/json";

describe("objects that take time, or come late, with the real engine", function () {
  this.timeout(180_000);
  const engine = useEngine();

  it("keeps what did not become ready, with the reason, and goes on with it at the next up", async () => {
    engine
      .project()
      .program([program.namespace, program.deployment({}, { "pulumi.com/timeoutSeconds": "3" })].join("\n"));
    const failed = await engine.up();
    assert.notEqual(failed.code, 0);
    assert.match(failed.output, /Deployment app was not ready within 3 s: 0 of 1 pods available/);
    assert.match(failed.output, /pod app-\S+: no scheduler has looked at it/);
    assert.match(engine.project().state(), /"initErrors"/);
    engine
      .project()
      .program([program.namespace, program.deployment({}, { "pulumi.com/skipAwait": "true" })].join("\n"));
    assert.match((await engine.mustUp()).output, /1 updated/);
    assert.doesNotMatch(engine.project().state(), /"initErrors"/);
  });

  it("takes up what a killed up has made", async () => {
    engine.project().program([program.namespace, program.deployment({})].join("\n"));
    const { child, ended } = engine.project().start("up", "--yes", "--skip-preview", "--stack", "test");
    const path = "/apis/apps/v1/namespaces/shop/deployments/app";
    while ((await engine.object(path)) === undefined) await sleep(100);
    const plugins = childrenOf(child.pid ?? 0);
    assert.ok(plugins.length >= 2, `children of the engine: ${plugins.join(", ")}`);
    const uid = valueAt(await engine.object(path), ["metadata", "uid"]);
    child.kill("SIGKILL");
    await ended;
    const until = Date.now() + 10_000;
    while (plugins.some(isAlive) && Date.now() < until) await sleep(100);
    assert.deepEqual(plugins.filter(isAlive), [], "plugins outlive the engine");

    engine
      .project()
      .program([program.namespace, program.deployment({}, { "pulumi.com/skipAwait": "true" })].join("\n"));
    await engine.project().must("cancel", "--yes", "--stack", "test");
    await engine.mustUp();
    assert.equal(valueAt(await engine.object(path), ["metadata", "uid"]), uid);
  });

  it("plans custom resources before their definition is there, and creates them after it", async () => {
    const definition = {
      metadata: { name: "things.example.com" },
      spec: {
        ...{ group: "example.com", scope: "Namespaced", names: { kind: "Thing", plural: "things" } },
        versions: [
          {
            ...{ name: "v1", served: true, storage: true },
            schema: {
              openAPIV3Schema: {
                type: "object",
                properties: {
                  spec: { type: "object", properties: { size: { type: "integer", maximum: 5 } } },
                },
              },
            },
          },
        ],
      },
    };
    const crd = `const crd = new k8s.apiextensions.v1.CustomResourceDefinition("things", ${JSON.stringify(definition)});`;
    const thing = (size: number) =>
      `new k8s.apiextensions.CustomResource("thing", { apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "thing", namespace: "shop" }, spec: { size: ${size} } }, { dependsOn: [crd, ns] });`;
    engine.project().program([program.namespace, crd, thing(1)].join("\n"));
    await engine.mustUp();
    assert.notEqual(await engine.object("/apis/example.com/v1/namespaces/shop/things/thing"), undefined);
    engine.project().program([program.namespace, crd, thing(9)].join("\n"));
    assert.match((await engine.preview()).output, /spec\.size: Invalid value: 9/);
    engine.project().program([program.namespace, crd, thing(2)].join("\n"));
    assert.match((await engine.mustUp()).output, /1 updated/);
  });
});

function childrenOf(parent: number): readonly number[] {
  const lines = execFileSync("ps", ["-e", "-o", "pid=,ppid="]).toString().split("\n");
  return lines.flatMap((line) => {
    const [pid = 0, ppid = 0] = line.trim().split(/\s+/).map(Number);
    return ppid === parent ? [pid] : [];
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
