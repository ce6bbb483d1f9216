import assert from "node:assert/strict";
import { program, useEngine } from "../fixtures/engine";
import { valueAt } from "../provider/json";

describe("objects with the real engine and API server", function () {
  this.timeout(180_000);
  const engine = useEngine();

  it("previews without a trace, creates, sees no change, updates one field, and destroys", async () => {
    engine.project().program([program.namespace, program.config({ color: "red" })].join("\n"));
    const planned = await engine.preview();
    assert.match(planned.output, /2 to create|3 to create/);
    assert.match(planned.output, /A stand-in for the kubernetes provider/);
    assert.equal(await engine.object("/api/v1/namespaces/shop"), undefined);

    await engine.mustUp();
    assert.equal(valueAt(await engine.configMap(), ["data", "color"]), "red");
    const again = await engine.mustUp();
    assert.match(again.output, /3 unchanged/);
    assert.ok(again.seconds < 15, `an up without a change took ${again.seconds} s`);

    engine.project().program([program.namespace, program.config({ color: "blue" })].join("\n"));
    const diff = await engine.preview("--diff");
    assert.match(diff.output, /color: "red" => "blue"/);
    const before = valueAt(await engine.configMap(), ["metadata", "uid"]);
    await engine.mustUp();
    assert.equal(valueAt(await engine.configMap(), ["data", "color"]), "blue");
    assert.equal(valueAt(await engine.configMap(), ["metadata", "uid"]), before);

    await engine.project().must("destroy", "--yes", "--stack", "test");
    assert.equal(await engine.object("/api/v1/namespaces/shop"), undefined);
  });

  it("replaces what cannot be changed, in the same name and under another", async () => {
    engine
      .project()
      .program(
        [program.namespace, program.deployment({ replicas: 0 }), program.config({}, "first")].join("\n"),
      );
    await engine.mustUp();
    const path = "/apis/apps/v1/namespaces/shop/deployments/app";
    const before = valueAt(await engine.object(path), ["metadata", "uid"]);
    const labels = { app: "other" };
    const spec = {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "app", image: "app" }] } },
    };
    engine
      .project()
      .program([program.namespace, program.deployment(spec), program.config({}, "second")].join("\n"));
    assert.match((await engine.preview()).output, /2 to replace/);
    await engine.mustUp();
    const after = await engine.object(path);
    assert.equal(valueAt(after, ["spec", "selector", "matchLabels", "app"]), "other");
    assert.notEqual(valueAt(after, ["metadata", "uid"]), before);
    assert.equal(await engine.configMap("first"), undefined);
    assert.notEqual(await engine.configMap("second"), undefined);
  });

  it("shows an edit by hand at refresh and repairs it at the next up", async () => {
    engine.project().program([program.namespace, program.config({ color: "red", size: "1" })].join("\n"));
    await engine.mustUp();
    await engine.api({
      method: "PATCH",
      path: "/api/v1/namespaces/shop/configmaps/settings",
      query: { fieldManager: "somebody" },
      contentType: "application/merge-patch+json",
      body: { data: { color: "green" }, metadata: { labels: { note: "kept" } } },
    });
    const refreshed = await engine.project().must("refresh", "--yes", "--diff", "--stack", "test");
    assert.match(refreshed.output, /color: "red" => "green"/);
    assert.doesNotMatch(refreshed.output, /note/);
    await engine.mustUp();
    const repaired = await engine.configMap();
    assert.equal(valueAt(repaired, ["data", "color"]), "red");
    assert.equal(valueAt(repaired, ["metadata", "labels", "note"]), "kept");
    assert.match((await engine.project().must("refresh", "--yes", "--stack", "test")).output, /3 unchanged/);
  });

  it("refuses an object of somebody else, and imports it on request", async () => {
    engine.project().program(program.namespace);
    await engine.mustUp();
    await engine.api({
      ...{ method: "POST", path: "/api/v1/namespaces/shop/configmaps", query: { fieldManager: "somebody" } },
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { color: "red" } },
    });
    engine.project().program([program.namespace, program.config({ color: "red" })].join("\n"));
    const refused = await engine.preview();
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /ConfigMap shop\/settings exists already .*somebody.*Import it/s);

    const imported = program.config({ color: "red" }, "settings", { import: "shop/settings" });
    engine.project().program([program.namespace, imported].join("\n"));
    assert.match((await engine.mustUp()).output, /1 imported/);
    engine.project().program([program.namespace, program.config({ color: "blue" })].join("\n"));
    await engine.mustUp();
    assert.equal(valueAt(await engine.configMap(), ["data", "color"]), "blue");
  });

  it("shows at preview what the API server would refuse, and changes nothing", async () => {
    engine.project().program(program.namespace);
    await engine.mustUp();
    engine
      .project()
      .program(
        [program.namespace, program.deployment({ replicas: -1 }), program.config({ "a/b": "c" })].join("\n"),
      );
    const refused = await engine.up();
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /spec\.replicas: Invalid value: -1/);
    assert.match(refused.output, /a\/b/);
    assert.match(refused.output, /preview failed/);
    assert.equal(await engine.configMap(), undefined);
    engine.project().program([program.namespace, program.deployment({ replicaz: 1 })].join("\n"));
    assert.match(
      (await engine.preview()).output,
      /unknown field "spec\.replicaz"|\.spec\.replicaz: field not declared/,
    );
  });
});
