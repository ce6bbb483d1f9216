import assert from "node:assert/strict";
import { Agent, get } from "node:http";
import { Hono } from "hono";
import { serve } from "./serve";
import type { Running } from "./serve";

describe("a running service", () => {
  const agent = new Agent({ keepAlive: true });
  let running: Running;
  /** Tells that a slow request has arrived. */
  let arrived: Promise<void>;
  let open: () => void;
  beforeEach(async () => {
    let arrive = (): void => undefined;
    arrived = new Promise((resolve) => (arrive = resolve));
    const gate = new Promise<void>((resolve) => (open = resolve));
    const app = new Hono();
    app.get("/fast", (c) => c.text("fast"));
    app.get("/slow", async (c) => {
      arrive();
      await gate;
      return c.text("slow");
    });
    running = await serve(app, "127.0.0.1", 0);
  });
  afterEach(async () => {
    open();
    agent.destroy();
    await running.stop(0);
  });

  function ask(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      get({ host: "127.0.0.1", port: running.port, path, agent }, (response) => {
        response.setEncoding("utf8");
        let text = "";
        response.on("data", (part: string) => (text += part));
        response.on("end", () => {
          resolve(text);
        });
      }).on("error", reject);
    });
  }

  it("answers on its port", async () => {
    assert.equal(await ask("/fast"), "fast");
  });

  it("does not wait long for idle connections", async () => {
    await ask("/fast");
    const start = performance.now();
    assert.equal(await running.stop(10), 0);
    assert.ok(performance.now() - start < 5000);
  });

  it("loses no request of clients that keep asking while it stops", async () => {
    const clients = Array.from({ length: 5 });
    await Promise.all(clients.map(() => ask("/fast")));
    const stopped = running.stop(10);
    const ends = await Promise.all(
      clients.map(async () => {
        for (;;)
          try {
            await ask("/fast");
          } catch (error) {
            return (error as NodeJS.ErrnoException).code;
          }
      }),
    );
    assert.equal(await stopped, 0);
    // Refused is safe to ask elsewhere; reset is not.
    assert.deepEqual(new Set(ends), new Set(["ECONNREFUSED"]));
  });

  it("finishes what runs and accepts nothing more while it stops", async () => {
    const slow = ask("/slow");
    await arrived;
    const stopped = running.stop(10);
    await assert.rejects(ask("/fast"), { code: "ECONNREFUSED" });
    open();
    assert.equal(await slow, "slow");
    assert.equal(await stopped, 0);
  });

  it("cuts what takes too long, and counts it", async () => {
    const slow = assert.rejects(ask("/slow"), { code: "ECONNRESET" });
    await arrived;
    assert.equal(await running.stop(0.05), 1);
    await slow;
  });

  it("cannot take a port twice", async () => {
    await assert.rejects(serve(new Hono(), "127.0.0.1", running.port), { code: "EADDRINUSE" });
  });
});
