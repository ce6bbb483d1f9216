import assert from "node:assert/strict";
import { stringAt } from "../../provider/json";
import type { JsonObject } from "../../provider/json";
import { noProperties } from "../../provider/properties";
import { upgradeArguments } from "./arguments";
import { chartValues, checkRelease, diffRelease } from "./inputs";
import { resourceNames } from "./manifest";
import { liveInputs } from "./read";
import { chartVersion, lastGoodRevision } from "./record";
import { isUndecidable } from "./release";

const release = { name: "istiod", namespace: "istio-system", chart: "/charts/istiod" };
const argumentsFor = (inputs: JsonObject, dryRun = false) =>
  upgradeArguments({ inputs, dryRun, owner: "me", valuesFile: "/v.json", timeoutSeconds: undefined });
const check = (values: JsonObject) =>
  checkRelease(
    {
      urn: "",
      type: "",
      name: "Mesh",
      seed: Buffer.from("s"),
      old: noProperties,
      inputs: { values, secrets: [] },
    },
    undefined,
  );

describe("helm's arguments", () => {
  it("wait by default, and carry names, values and owner", () => {
    assert.deepEqual(argumentsFor(release), [
      ...["upgrade", "--install", "istiod", "/charts/istiod", "--namespace", "istio-system"],
      ...[
        "--values",
        "/v.json",
        "--labels",
        "pulumi-resource=me",
        "--timeout",
        "300s",
        "--output",
        "json",
        "--wait",
      ],
    ]);
  });

  it("follow the resource's arguments", () => {
    const text = argumentsFor({
      ...{
        ...release,
        version: "1.2.3",
        atomic: true,
        createNamespace: true,
        skipAwait: true,
        skipCrds: true,
      },
      ...{ timeout: 60, maxHistory: 3, repositoryOpts: { repo: "https://charts.example" } },
    }).join(" ");
    for (const part of [
      "--version 1.2.3",
      "--repo https://charts.example",
      "--atomic",
      "--create-namespace",
    ]) {
      assert.ok(text.includes(part), part);
    }
    for (const part of ["--skip-crds", "--timeout 60s", "--history-max 3"])
      assert.ok(text.includes(part), part);
    assert.ok(!text.includes("--wait"));
  });

  it("change nothing in a dry run", () => {
    const text = argumentsFor({ ...release, atomic: true, waitForJobs: true }, true).join(" ");
    assert.ok(text.includes("--dry-run=server"));
    assert.ok(!/--atomic|--wait/.test(text));
  });
});

describe("check and diff of a Release", () => {
  it("complete name and namespace, and name all that is not supported", () => {
    const { inputs, faults } = check({ chart: "c" });
    assert.match(stringAt(inputs.values, "name") ?? "", /^mesh-[0-9a-f]{8}$/);
    assert.equal(inputs.values["namespace"], "default");
    assert.deepEqual(faults, []);
    const bad = check({
      verify: true,
      lint: false,
      postrender: "x",
      repositoryOpts: { password: "p" },
    }).faults;
    assert.deepEqual(bad.map(({ property }) => property).sort(), [
      ...["chart", "postrender", "repositoryOpts.password", "verify"],
    ]);
  });

  it("see values and version, not the manner; another name is another release", () => {
    const diff = (inputs: JsonObject) => diffRelease({ oldInputs: { ...release, values: { a: 1 } }, inputs });
    const values = { a: 2 };
    assert.deepEqual(diff({ ...release, values }).changes, [
      { path: ["values", "a"], kind: "update", replaces: false },
    ]);
    assert.deepEqual(diff({ ...release, values: { a: 1 }, timeout: 3, atomic: true }).changes, []);
    assert.equal(diff({ ...release, name: "other", values: { a: 1 } }).changes[0]?.replaces, true);
  });

  it("drop nulls from the values unless they are asked for", () => {
    const values = { a: null, b: { c: null, d: 1 } };
    assert.deepEqual(chartValues({ values }), { b: { d: 1 } });
    assert.deepEqual(chartValues({ values, allowNullValues: true }), values);
  });
});

describe("helm's record", () => {
  it("knows the revision to go back to", () => {
    const history = [
      { revision: 1, status: "superseded" },
      { revision: 2, status: "deployed" },
      { revision: 3, status: "pending-upgrade" },
    ];
    assert.equal(lastGoodRevision(history), 2);
    assert.equal(lastGoodRevision([{ revision: 1, status: "pending-install" }]), undefined);
  });

  it("tells a chart from its version", () => {
    assert.deepEqual(chartVersion("istio-base-1.31.4"), { name: "istio-base", version: "1.31.4" });
    assert.deepEqual(chartVersion("x-1.0.0-rc.1"), { name: "x", version: "1.0.0-rc.1" });
    assert.deepEqual(chartVersion("odd"), { name: "odd", version: "" });
  });

  it("gives the names of a manifest's objects", () => {
    const manifest = [
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}",
      "# only a comment",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: other}",
    ].join("\n---\n");
    assert.deepEqual(resourceNames(manifest, "ns"), { "ConfigMap/v1": ["a", "other/b"] });
  });

  it("shows changed values and version at refresh", () => {
    const declared = { ...release, version: "1.0.0", values: { a: 1, b: null } };
    const live = { name: "istiod", namespace: "istio-system", chart: "istiod-1.0.0" };
    assert.deepEqual(liveInputs(declared, { a: 1 }, live), declared);
    assert.deepEqual(liveInputs(declared, { a: 2 }, { ...live, chart: "istiod-1.1.0" }), {
      ...{ ...declared, version: "1.1.0", values: { a: 2 } },
    });
    const imported = liveInputs({}, { a: 1 }, live);
    assert.equal(imported["chart"], "istiod");
  });

  it("tells a failure that a preview cannot judge from a fault", () => {
    assert.ok(isUndecidable('no matches for kind "Gateway" in version "networking.istio.io/v1"'));
    assert.ok(isUndecidable("another operation (install/upgrade/rollback) is in progress"));
    assert.ok(!isUndecidable("execution error at (istiod/templates/x.yaml:1): missing value"));
  });
});
