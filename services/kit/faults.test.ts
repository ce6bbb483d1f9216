import assert from "node:assert/strict";
import { Hono } from "hono";
import * as z from "zod";
import { faultsAnswer, health } from "../contracts/index";
import { TestApp } from "./test-app";

const identity = { service: "some-service", version: "v1" };
const off = { ...identity, failNext: 0, failStatus: 503, delayMs: 0 };

describe("the fault switch", () => {
  let app: TestApp;
  let done: number;
  beforeEach(() => {
    done = 0;
    const api = new Hono();
    api.get("/things", (c) => c.json({ done: ++done }));
    app = new TestApp(identity, api, true);
  });

  it("does nothing until it is set", async () => {
    assert.deepEqual(await app.expect(faultsAnswer, "GET", "/faults"), off);
    await app.expect(z.object({ done: z.literal(1) }), "GET", "/api/things");
  });

  it("fails the next requests before they have an effect, and no more", async () => {
    const set = await app.expect(faultsAnswer, "POST", "/faults", { failNext: 2, failStatus: 500 });
    assert.deepEqual(set, { ...off, failNext: 2, failStatus: 500 });
    await app.refuse(500, "injected-fault", "GET", "/api/things");
    assert.equal((await app.expect(faultsAnswer, "GET", "/faults")).failNext, 1);
    await app.refuse(500, "injected-fault", "GET", "/api/things");
    assert.equal(done, 0);
    await app.expect(z.object({ done: z.literal(1) }), "GET", "/api/things");
  });

  it("leaves health, metrics and itself alone", async () => {
    await app.expect(faultsAnswer, "POST", "/faults", { failNext: 1 });
    await app.expect(health, "GET", "/health");
    assert.equal((await app.ask("GET", "/metrics")).status, 200);
    assert.equal((await app.expect(faultsAnswer, "GET", "/faults")).failNext, 1);
    await app.refuse(503, "injected-fault", "GET", "/api/things");
  });

  it("delays requests", async () => {
    await app.expect(faultsAnswer, "POST", "/faults", { delayMs: 50 });
    const start = performance.now();
    await app.ask("GET", "/api/things");
    // Timers may fire a millisecond early.
    assert.ok(performance.now() - start >= 49);
  });

  it("forgets what a new setting leaves out, and everything on DELETE", async () => {
    await app.expect(faultsAnswer, "POST", "/faults", { failNext: 5, delayMs: 1 });
    assert.deepEqual(await app.expect(faultsAnswer, "POST", "/faults", { failNext: 3 }), {
      ...off,
      failNext: 3,
    });
    assert.deepEqual(await app.expect(faultsAnswer, "DELETE", "/faults"), off);
    assert.equal((await app.ask("GET", "/api/things")).status, 200);
  });

  for (const wrong of [{ failNext: -1 }, { failStatus: 200 }, { delayMs: 60_001 }, { fail: 1 }, []])
    it(`refuses ${JSON.stringify(wrong)} and stays as it was`, async () => {
      await app.refuse(400, "invalid-request", "POST", "/faults", wrong);
      assert.deepEqual(await app.expect(faultsAnswer, "GET", "/faults"), off);
    });

  it("is not there for other methods", async () => {
    await app.refuse(405, "method-not-allowed", "PUT", "/faults", { failNext: 1 });
  });
});
