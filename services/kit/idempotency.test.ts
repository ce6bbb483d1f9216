import assert from "node:assert/strict";
import { Hono } from "hono";
import { idempotency } from "./idempotency";
import { problemAnswer, Refusal } from "./problem";

const identity = { service: "some-service", version: "v1" };

describe("an Idempotency-Key", () => {
  let app: Hono;
  let done: number;
  let failing: boolean;
  /** Requests wait for it. */
  let gate: Promise<void>;
  beforeEach(() => {
    done = 0;
    failing = false;
    gate = Promise.resolve();
    app = new Hono();
    app.use(idempotency(2));
    app.on(["POST", "GET"], "/:path", async (c) => {
      await gate;
      if (failing) throw new Refusal("locked", "busy");
      return c.json({ done: ++done }, 201);
    });
    app.onError((error, c) => problemAnswer(c, identity, error as Refusal));
  });

  async function ask(key: string | undefined, body = "{}", path = "/a", method = "POST"): Promise<string> {
    const headers: Record<string, string> = key === undefined ? {} : { "idempotency-key": key };
    const response = await app.request(path, { method, headers, ...(method === "POST" && { body }) });
    return `${response.status} ${await response.text()}`;
  }

  it("that is repeated gets the first answer, and has one effect", async () => {
    assert.equal(await ask("k"), '201 {"done":1}');
    assert.equal(await ask("k"), '201 {"done":1}');
    assert.equal(await ask("other"), '201 {"done":2}');
  });

  it("with another body is refused", async () => {
    await ask("k");
    assert.match(await ask("k", '{"a":1}'), /^422 .*payload-differs/);
    assert.equal(done, 1);
  });

  it("counts for its path only, for POST only, and not when absent", async () => {
    await ask("k");
    assert.equal(await ask("k", "{}", "/b"), '201 {"done":2}');
    assert.equal(await ask("k", "{}", "/a", "GET"), '201 {"done":3}');
    assert.equal(await ask(undefined), '201 {"done":4}');
    assert.equal(await ask(undefined), '201 {"done":5}');
  });

  it("that was refused may be asked again", async () => {
    failing = true;
    assert.match(await ask("k"), /^409 /);
    failing = false;
    assert.equal(await ask("k"), '201 {"done":1}');
  });

  it("that is repeated while the first runs waits for it", async () => {
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const answers = Promise.all([ask("k"), ask("k"), ask("k", "[]")]);
    setTimeout(() => {
      open();
    }, 10);
    const [first, second, third] = await answers;
    assert.deepEqual([first, second], ['201 {"done":1}', '201 {"done":1}']);
    assert.match(third, /^422 /);
  });

  it("is forgotten when newer ones need its place", async () => {
    for (const key of ["a", "b", "c"]) await ask(key);
    assert.equal(await ask("c"), '201 {"done":3}');
    assert.equal(await ask("a"), '201 {"done":4}');
  });

  for (const key of ["", "a b", "x".repeat(256), "é"])
    it(`must be legal, not ${JSON.stringify(key.slice(0, 5))} (${key.length} characters)`, async () => {
      assert.match(await ask(key), /^400 .*invalid-request/);
      assert.equal(done, 0);
    });
});
