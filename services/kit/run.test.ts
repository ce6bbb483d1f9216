import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { serve } from "./serve";
import { Hono } from "hono";

const listening = z.object({ msg: z.literal("listening"), port: z.int() });

describe("a service as a process", () => {
  let started: ChildProcessByStdio<null, Readable, Readable>[];
  beforeEach(() => {
    started = [];
  });
  afterEach(() => {
    for (const child of started) child.kill("SIGKILL");
  });

  function start(env: Record<string, string>): ChildProcessByStdio<null, Readable, Readable> {
    const main = join(__dirname, "..", "payment-service", "main.ts");
    const child = spawn(process.execPath, ["--import", "tsx", main], {
      env: { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.push(child);
    return child;
  }

  async function port(child: ChildProcessByStdio<null, Readable, Readable>): Promise<number> {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return listening.parse(JSON.parse(line.toString())).port;
  }

  async function exitCode(child: ChildProcessByStdio<null, Readable, Readable>): Promise<unknown> {
    const [code] = (await once(child, "exit")) as unknown[];
    return code;
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const)
    it(`ends by ${signal} with 0`, async () => {
      const child = start({});
      const answer = await fetch(`http://127.0.0.1:${await port(child)}/health`);
      assert.equal(answer.status, 200);
      const code = exitCode(child);
      child.kill(signal);
      assert.equal(await code, 0);
    });

  it("ends in time with 1 when a request hangs", async () => {
    const child = start({ FAULT_SWITCH: "on", DRAIN_SECONDS: "0" });
    const url = `http://127.0.0.1:${await port(child)}`;
    const headers = { "content-type": "application/json" };
    await fetch(`${url}/faults`, { method: "POST", headers, body: '{"failNext":1,"delayMs":60000}' });
    const hanging = assert.rejects(fetch(`${url}/api/payments`));
    // The failure is taken when the request has arrived.
    for (let left = 1; left > 0;)
      left = z.object({ failNext: z.int() }).parse(await (await fetch(`${url}/faults`)).json()).failNext;
    const code = exitCode(child);
    child.kill("SIGTERM");
    assert.equal(await code, 1);
    await hanging;
  });

  it("does not start with wrong settings: 2, and all of them on standard error", async () => {
    const child = start({ PORT: "x", FAULT_SWITCH: "maybe" });
    const [code, said] = await Promise.all([exitCode(child), text(child.stderr)]);
    assert.equal(code, 2);
    assert.equal(
      said,
      [
        "payment-service cannot start: 2 settings are wrong.",
        '  PORT is "x": must be a whole number from 0 to 65535',
        '  FAULT_SWITCH is "maybe": must be on or off',
        "Correct them in the container's environment, then start it again.",
        "",
      ].join("\n"),
    );
  });

  it("does not start on a port that is taken: 2", async () => {
    const holder = await serve(new Hono(), "127.0.0.1", 0);
    const child = start({ PORT: `${holder.port}` });
    const [code, said] = await Promise.all([exitCode(child), text(child.stderr)]);
    await holder.stop(0);
    assert.equal(code, 2);
    assert.match(said, /^payment-service cannot start: listen EADDRINUSE.*\nGive it an address/);
  });
});
