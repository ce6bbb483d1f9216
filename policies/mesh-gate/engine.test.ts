import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Source } from "../kit/resource";
import { Engine } from "../kit/testing/engine";
import { cleanShop } from "../kit/testing/shop";
import { changed, secret, UNKNOWN } from "../kit/testing/values";
import type { Path } from "../kit/testing/values";
import { meshGate } from "./pack";

const engine = new Engine(meshGate);

function shopWith(name: string, path: Path, value: unknown): Source[] {
  return cleanShop().map((source) =>
    source.name === name ? { ...source, props: changed(source.props, path, () => value) } : source,
  );
}

describe("mesh-gate as the engine sees it", () => {
  it("lets a clean shop pass", async () => {
    assert.deepEqual(await engine.preview(cleanShop()), []);
  });

  it("keeps a finding mandatory where a value is not known at preview", async () => {
    const place = "spec.trafficPolicy.outlierDetection";
    const [finding, ...others] = await engine.preview(
      shopWith("payment-service-cb", [...place.split("."), "consecutive5xxErrors"], UNKNOWN),
    );
    assert.deepEqual(others, []);
    assert.equal(finding?.policy, "circuit-breaker-effective");
    assert.equal(finding.level, "mandatory");
    assert.equal(finding.severity, "critical");
    assert.match(finding.urn, /::payment-service-cb$/);
    assert.ok(
      finding.message.includes(
        "DestinationRule ecommerce-microservices/payment-service-cb: cannot be decided at preview: " +
          `${place}.consecutive5xxErrors is not known yet.`,
      ),
      finding.message,
    );
  });

  it("sees through secrets that hold what is right", async () => {
    const labels = { "istio-injection": secret("enabled") };
    assert.deepEqual(await engine.preview(shopWith("testing", ["metadata", "labels"], secret(labels))), []);
  });

  it("never repeats a secret, nor a part of one", async () => {
    const shops = [
      shopWith("testing", ["metadata", "labels", "istio-injection"], secret("hunter2")),
      shopWith("testing", ["metadata", "name"], secret("hunter2")),
      shopWith(
        "user-service-cb",
        ["spec", "subsets", 1],
        secret({ name: "hunter2", labels: { hunter2: "hunter2" } }),
      ),
      shopWith("user-service-cb", ["spec", "host"], secret("hunter2.ecommerce-microservices")),
      shopWith("user-service-v2", ["spec", "template", "metadata", "labels", "version"], secret("hunter2")),
      shopWith(
        "user-service-canary",
        ["spec", "http", 0, "route", 0, "destination", "subset"],
        secret("hunter2"),
      ),
      shopWith("user-service-canary", ["spec", "http", 1, "route", 1, "weight"], secret(424242)),
      shopWith("payment-service-cb", ["spec", "trafficPolicy"], secret({ hunter2: "hunter2" })),
    ];
    for (const shop of shops) {
      const findings = await engine.preview(shop);
      assert.notDeepEqual(findings, []);
      assert.doesNotMatch(JSON.stringify(findings.map(({ message }) => message)), /hunter|424242/);
    }
  });

  it("starts from its folder without a compiler, under its own name, with every rule mandatory", async function () {
    this.timeout(20_000);
    const info = await startAsEngineDoes(__dirname);
    assert.equal(info.getName(), meshGate.name);
    assert.deepEqual(
      info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()]),
      meshGate.entries.map(({ rule }) => [rule.name, 1]),
    );
  });
});

/** Starts a pack the way the language host does, asks what it holds, and ends it. */
async function startAsEngineDoes(folder: string): Promise<AnalyzerInfo> {
  const launcher = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const pack = spawn(process.execPath, [launcher, "127.0.0.1:1", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(createInterface(pack.stdout), "line")) as [string];
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return await new Promise((resolve, reject) => {
      client.getAnalyzerInfo(new Empty(), (error, answer) => {
        client.close();
        if (error === null) resolve(answer);
        else reject(error);
      });
    });
  } finally {
    pack.kill();
    await once(pack, "exit");
  }
}
