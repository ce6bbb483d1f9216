import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureTools } from "../../toolchain/index";
import { PulumiProject } from "../fixtures/pulumi-project";
import { valueAt } from "../provider/json";
import type { JsonObject } from "../provider/json";
import { awsClient } from "./client";
import { endpoint } from "./endpoint";

const table = (extra: object = {}) =>
  `const t = new aws.dynamodb.Table("orders", ${JSON.stringify({
    ...{ name: "orders", billingMode: "PAY_PER_REQUEST", hashKey: "id", tags: { team: "shop" } },
    attributes: [{ name: "id", type: "S" }],
    ...extra,
  })}); export const arn = t.arn;`;
const queue = (seconds: number) =>
  `const q = new aws.sqs.Queue("jobs", { visibilityTimeoutSeconds: ${seconds}, fifoQueue: true }); export const url = q.url;`;

describe("aws provider with the real engine and the local emulator", function () {
  this.timeout(180_000);
  let emulator: ChildProcess;
  let folder = "";
  let url = "";
  let project: PulumiProject;

  before(async () => {
    const tools = await ensureTools(() => undefined, { only: ["pulumi", "ministack"] });
    folder = mkdtempSync(join(tmpdir(), "plugins-aws-"));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    emulator = spawn(tools.path("ministack"), [], {
      stdio: "ignore",
      env: { ...process.env, BIND_HOST: "127.0.0.1", GATEWAY_PORT: String(port), TMPDIR: folder },
    });
    for (;;) {
      const answer = await fetch(`${url}/_localstack/health`).catch(() => undefined);
      if (answer?.ok === true) break;
      await sleep(100);
    }
    project = new PulumiProject(tools.path("pulumi"), {
      ...{ AWS_ENDPOINT_URL: url, AWS_REGION: "eu-west-1" },
      ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    });
    await project.must("stack", "init", "test");
  });

  after(async () => {
    await project.must("destroy", "--yes", "--stack", "test");
    project.remove();
    const exit = once(emulator, "exit");
    emulator.kill("SIGKILL");
    await exit;
    rmSync(folder, { recursive: true, force: true });
  });

  const up = () => project.must("up", "--yes", "--stack", "test");
  const call = (service: string, target: string, input: JsonObject) =>
    awsClient(endpoint("eu-west-1", { AWS_ENDPOINT_URL: url })).call(
      service,
      target,
      input,
      AbortSignal.timeout(10_000),
    );

  it("creates, sees no change, updates, shows an edit by hand, and repairs it", async () => {
    project.program([table(), queue(20)].join("\n"));
    await up();
    const described = await call("dynamodb", "DynamoDB_20120810.DescribeTable", { TableName: "orders" });
    assert.equal(valueAt(described, ["Table", "TableStatus"]), "ACTIVE");
    assert.match((await up()).output, /3 unchanged/);

    project.program([table({ ttl: { attributeName: "end", enabled: true } }), queue(30)].join("\n"));
    assert.match((await up()).output, /2 updated/);
    const { output } = await project.must("stack", "output", "url");
    const QueueUrl = output.trim().split("\n").at(-1) ?? "";
    const seconds = async () => {
      const answer = await call("sqs", "AmazonSQS.GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
      return valueAt(answer, ["Attributes", "VisibilityTimeout"]);
    };
    assert.equal(await seconds(), "30");

    await call("sqs", "AmazonSQS.SetQueueAttributes", { QueueUrl, Attributes: { VisibilityTimeout: "5" } });
    const refreshed = await project.must("refresh", "--yes", "--diff", "--stack", "test");
    assert.match(refreshed.output, /visibilityTimeoutSeconds: 30 => 5/);
    await up();
    assert.equal(await seconds(), "30");
  });

  it("says which types and inputs it does not have", async () => {
    const refused = async (program: string) => {
      project.program(program);
      const { code, output } = await project.run("preview", "--stack", "test");
      assert.notEqual(code, 0);
      return output;
    };
    assert.match(
      await refused(table({ restoreSourceName: "other" })),
      /restoreSourceName.*is not implemented for aws:dynamodb\/table:Table/,
    );
    assert.match(
      await refused('new aws.sns.Topic("t");'),
      /does not implement aws:sns\/topic:Topic\. It has: /,
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
