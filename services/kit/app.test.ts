import assert from "node:assert/strict";
import { Hono } from "hono";
import * as z from "zod";
import { health, listQuery } from "../contracts/index";
import { maxBodyBytes } from "./app";
import { readBody, readQuery } from "./request";
import { TestApp } from "./test-app";

const identity = { service: "some-service", version: "v2" };

describe("the app of a service", () => {
  let app: TestApp;
  beforeEach(() => {
    const api = new Hono();
    api.get("/things/:id{[0-9]+}", (c) => c.json(c.req.param("id")));
    api.get("/list", (c) => c.json(readQuery(c, listQuery)));
    api.post("/things", async (c) =>
      c.json(await readBody(c, z.strictObject({ name: z.string(), size: z.int().max(9) }))),
    );
    api.delete("/things/:id{[0-9]+}", () => {
      throw new Error("the password is swordfish");
    });
    app = new TestApp(identity, api);
  });

  it("is healthy under its name and version", async () => {
    assert.deepEqual(await app.expect(health, "GET", "/health"), { ...identity, status: "healthy" });
  });

  const body = { name: "a", size: 1 };
  const text = { "content-type": "text/plain" };
  for (const { title, status, kind, ask, detail } of [
    {
      title: "an unknown path",
      status: 404,
      kind: "not-found",
      ask: ["GET", "/api/nothing"],
      detail: /^Nothing is at GET \/api\/nothing\.$/,
    },
    {
      title: "a path that only looks like another",
      status: 404,
      kind: "not-found",
      ask: ["GET", "/api/things/x"],
      detail: /./,
    },
    {
      title: "an unknown method",
      status: 405,
      kind: "method-not-allowed",
      ask: ["PUT", "/api/things"],
      detail: /^PUT \/api\/things is not allowed. Use POST\.$/,
    },
    {
      title: "no body",
      status: 400,
      kind: "malformed-body",
      ask: ["POST", "/api/things"],
      detail: /A body is missing/,
    },
    {
      title: "a body that is not JSON",
      status: 400,
      kind: "malformed-body",
      ask: ["POST", "/api/things", "{"],
      detail: /JSON/,
    },
    {
      title: "a body of another type",
      status: 415,
      kind: "unsupported-media-type",
      ask: ["POST", "/api/things", body, text],
      detail: /^The body is text\/plain\./,
    },
    {
      title: "a body that is too large",
      status: 413,
      kind: "body-too-large",
      ask: ["POST", "/api/things", "x".repeat(maxBodyBytes + 1), { "content-length": `${maxBodyBytes + 1}` }],
      detail: /65536 bytes/,
    },
    {
      title: "a body that is too large and does not say so",
      status: 413,
      kind: "body-too-large",
      ask: ["POST", "/api/things", "x".repeat(maxBodyBytes + 1)],
      detail: /65536 bytes/,
    },
    {
      title: "a query out of range",
      status: 400,
      kind: "invalid-request",
      ask: ["GET", "/api/list?limit=101"],
      detail: /^query\.limit: .*100/,
    },
    {
      title: "an error of its own",
      status: 500,
      kind: "internal",
      ask: ["DELETE", "/api/things/1"],
      detail: /^Its log says why/,
    },
  ] as const satisfies readonly {
    ask: readonly [string, string, unknown?, Record<string, string>?];
    [more: string]: unknown;
  }[])
    it(`answers ${title} with a problem, ${status}`, async () => {
      const [method, path, sent, headers] = ask as readonly [
        string,
        string,
        unknown?,
        Record<string, string>?,
      ];
      const answer = await app.refuse(status, kind, method, path, sent, headers);
      assert.match(answer.detail, detail);
      assert.deepEqual({ service: answer.service, version: answer.version }, identity);
    });

  it("takes a JSON body with a charset", async () => {
    const response = await app.ask("POST", "/api/things", body, {
      "content-type": "application/json; charset=utf-8",
    });
    assert.deepEqual(await response.json(), body);
  });

  it("names every fault of a body, with the value seen", async () => {
    const sent = { size: 10.5, color: "y".repeat(200) };
    const { errors = [] } = await app.refuse(400, "invalid-request", "POST", "/api/things", sent);
    assert.deepEqual(errors.map(({ path }) => path).sort(), ["body", "body.name", "body.size"]);
    assert.ok(errors.some(({ path, seen }) => path === "body.size" && seen === "10.5"));
    assert.ok(errors.some(({ path, seen }) => path === "body.name" && seen === undefined));
    assert.ok(errors.every(({ seen = "" }) => seen.length <= 100));
  });

  it("names the legal methods of a path", async () => {
    const response = await app.ask("PUT", "/api/things/1");
    assert.equal(response.headers.get("allow"), "GET, HEAD, DELETE");
  });

  it("has no fault switch unless it is on", async () => {
    await app.refuse(404, "not-found", "GET", "/faults");
    await app.refuse(404, "not-found", "POST", "/faults", { failNext: 1 });
  });

  it("keeps the request id of its caller, and makes one for a caller without", async () => {
    const kept = await app.ask("GET", "/health", undefined, { "x-request-id": "abc-1" });
    assert.equal(kept.headers.get("x-request-id"), "abc-1");
    const answer = await app.refuse(404, "not-found", "GET", "/", undefined, { "x-request-id": "not legal" });
    assert.match(answer.request_id, /^[0-9a-f-]{36}$/);
  });

  it("logs what happened with the ids of request and trace, and nothing that may be secret", async () => {
    await app.ask(
      "POST",
      "/api/things?token=swordfish",
      { name: "swordfish", size: 1 },
      {
        authorization: "swordfish",
        "x-request-id": "abc-1",
        traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
      },
    );
    const [line, ...rest] = app.logged;
    assert.equal(rest.length, 0);
    const { time, duration_ms: duration, ...facts } = line ?? {};
    assert.ok(typeof time === "string" && typeof duration === "number");
    assert.deepEqual(facts, {
      level: "info",
      ...identity,
      method: "POST",
      path: "/api/things",
      status: 200,
      request_id: "abc-1",
      trace_id: "a".repeat(32),
      parent_id: "b".repeat(16),
      msg: "request",
    });
  });

  it("logs the cause of an error that the caller does not see, and probes only when debugging", async () => {
    const response = await app.ask("DELETE", "/api/things/1");
    assert.doesNotMatch(await response.text(), /swordfish/);
    await app.ask("GET", "/health");
    assert.deepEqual(
      app.logged.map(({ level }) => level),
      ["error", "debug"],
    );
    assert.match(JSON.stringify(app.logged[0]?.["err"]), /swordfish/);
  });

  it("measures requests by route", async () => {
    await app.ask("GET", "/api/things/1");
    await app.ask("GET", "/api/things/2");
    await app.ask("GET", "/api/nothing");
    const metrics = await (await app.ask("GET", "/metrics")).text();
    const count = (labels: string) => `http_request_duration_seconds_count{${labels}}`;
    assert.ok(
      metrics.includes(`${count('method="GET",route="/api/things/:id{[0-9]+}",status="200"')} 2`),
      metrics,
    );
    assert.ok(!metrics.includes('route="/api/nothing"'));
  });
});
