import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { program, useEngine } from "../../fixtures/engine";
import { objectAt, stringAt, valueAt } from "../../provider/json";
import type { JsonObject } from "../../provider/json";

describe("releases with the real engine and helm", function () {
  this.timeout(180_000);
  const engine = useEngine();

  it("installs, upgrades and removes a chart, and frees one that a kill left locked", async () => {
    engine
      .project()
      .write("chart/Chart.yaml", "apiVersion: v2\nname: tiny-chart\nversion: 1.2.3\nappVersion: '9'\n");
    engine
      .project()
      .write(
        "chart/templates/colors.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: colors}\ndata: {color: {{ .Values.color }}}\n",
      );
    const chart = (color: string) =>
      `const r = new k8s.helm.v3.Release("tiny", { chart: "./chart", name: "tiny", namespace: "shop", values: { color: "${color}" } }, { dependsOn: ns }); export const revision = r.status.revision;`;
    engine.project().program([program.namespace, chart("red")].join("\n"));
    await engine.mustUp();
    assert.equal(valueAt(await engine.configMap("colors"), ["data", "color"]), "red");
    assert.match((await engine.mustUp()).output, /3 unchanged/);

    // As helm leaves it when it is killed in an upgrade.
    const record = "/api/v1/namespaces/shop/secrets/sh.helm.release.v1.tiny.v1";
    await engine.api({
      method: "POST",
      path: "/api/v1/namespaces/shop/secrets",
      body: pendingUpgrade((await engine.object(record)) ?? {}),
    });
    engine.project().program([program.namespace, chart("blue")].join("\n"));
    const { output } = await engine.mustUp();
    assert.match(output, /is pending-upgrade: it goes back to revision 1 first/);
    assert.equal(valueAt(await engine.configMap("colors"), ["data", "color"]), "blue");

    engine.project().program(program.namespace);
    await engine.mustUp();
    assert.equal(await engine.configMap("colors"), undefined);
  });

  it("takes up a release that a killed up has made, and refuses one of somebody else", async () => {
    engine.project().write("chart/Chart.yaml", "apiVersion: v2\nname: tiny-chart\nversion: 1.2.3\n");
    engine.project().write("chart/templates/none.yaml", "# nothing\n");
    const release =
      'new k8s.helm.v3.Release("tiny", { chart: "./chart", name: "tiny", namespace: "shop" }, { dependsOn: ns });';
    engine.project().program([program.namespace, release].join("\n"));
    await engine.mustUp();
    engine.project().program([program.namespace, release.replace('"tiny"', '"other"')].join("\n"));
    const refused = await engine.preview();
    assert.match(refused.output, /release shop\/tiny exists already \(tiny-chart-1\.2\.3, deployed\)/);
    await engine.project().must("state", "delete", "--yes", "--stack", "test", urn);
    engine.project().program([program.namespace, release].join("\n"));
    assert.match((await engine.mustUp()).output, /1 created/);
  });
});

const urn = "urn:pulumi:test::plugins::kubernetes:helm.sh/v3:Release::tiny";

/** Helm's record of revision 1 as a revision 2 that was begun and never ended. */
function pendingUpgrade(record: JsonObject): JsonObject {
  const encoded = Buffer.from(stringAt(record, "data", "release") ?? "", "base64").toString();
  const release = JSON.parse(gunzipSync(Buffer.from(encoded, "base64")).toString()) as JsonObject;
  const info = { ...objectAt(release, "info"), status: "pending-upgrade" };
  const pending = gzipSync(JSON.stringify({ ...release, version: 2, info })).toString("base64");
  return {
    ...{ apiVersion: "v1", kind: "Secret", type: "helm.sh/release.v1" },
    metadata: {
      name: "sh.helm.release.v1.tiny.v2",
      labels: { ...objectAt(record, "metadata", "labels"), status: "pending-upgrade", version: "2" },
    },
    data: { release: Buffer.from(pending).toString("base64") },
  };
}
