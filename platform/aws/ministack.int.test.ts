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
import type { ClusterImages } from "../cluster/component";
import { ensureTools } from "../toolchain/index";
import type { Tools } from "../toolchain/index";
import { ministack } from "./ministack";

describe("local AWS", function () {
  this.timeout(120_000);
  let tools: Tools;
  let folder = "";
  let port = 0;
  let child: ChildProcess | undefined;

  before(async () => {
    tools = await ensureTools(() => undefined, { only: ["ministack"] });
    folder = mkdtempSync(join(tmpdir(), "ministack-"));
    port = await freePort();
  });

  after(async () => {
    await end("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  async function start(): Promise<void> {
    const { command, args, env } = ministack.commandLine(tools, noImages);
    const here = {
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      STATE_DIR: folder,
      S3_DATA_DIR: join(folder, "s3"),
      TMPDIR: folder,
    };
    child = spawn(command, args, { env: { ...env, ...here }, stdio: "ignore" });
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/_localstack/health`).catch(() => undefined);
      if (answer?.ok === true) return;
      await sleep(100);
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child === undefined) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
    child = undefined;
  }

  async function dynamodb(operation: string, body: object): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: {
        "x-amz-target": `DynamoDB_20120810.${operation}`,
        "content-type": "application/x-amz-json-1.0",
        authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request",
      },
      body: JSON.stringify(body),
    });
    return answer.text();
  }

  it("has what was stored a few seconds before a SIGKILL, and everything after a SIGTERM", async () => {
    const TableName = "accounts";
    const item = (name: string) => ({ TableName, Item: { name: { S: name } } });
    const get = (name: string) => dynamodb("GetItem", { TableName, Key: { name: { S: name } } });
    await start();
    await dynamodb("CreateTable", {
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "name", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "name", KeyType: "HASH" }],
    });
    await dynamodb("PutItem", item("early"));
    await sleep(5000);
    await end("SIGKILL");
    await start();
    assert.match(await get("early"), /"S": ?"early"/);
    await dynamodb("PutItem", item("late"));
    await end("SIGTERM");
    await start();
    assert.match(await get("late"), /"S": ?"late"/);
  });
});

const noImages: ClusterImages = { list: [], pause: "", coredns: "" };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
