import assert from "node:assert/strict";
import { Hono } from "hono";
import { Registry } from "prom-client";
import type * as z from "zod";
import { problem } from "../contracts/index";
import type { Identity, Problem } from "../contracts/index";
import { createApp } from "./app";
import { createLog } from "./log";
import type { Ports } from "./ports";

/** Ports whose time stands still and whose ids count up. */
export function fixedPorts(identity: Identity): Ports {
  let ids = 0;
  return {
    identity,
    clock: () => new Date("2025-06-01T12:00:00Z"),
    newId: () => `${++ids}`,
  };
}

/** An app for tests, asked without a socket. */
export class TestApp {
  /** Every line it logged. */
  readonly logged: Record<string, unknown>[] = [];
  readonly app: Hono;

  constructor(identity: Identity, api = new Hono(), faultSwitch = false) {
    const write = (line: string) => this.logged.push(JSON.parse(line) as Record<string, unknown>);
    const log = createLog(identity, "debug", { write });
    this.app = createApp({ identity, log, metrics: new Registry(), faultSwitch, api });
  }

  /** @param body is sent as JSON; a string is sent as it is. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.app.request(path, {
      method,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  }

  /** Asks, and expects success in the form of `schema`. */
  async expect<S extends z.ZodType>(
    schema: S,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<z.infer<S>> {
    const response = await this.ask(method, path, body, headers);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    assert.match(response.headers.get("content-type") ?? "", /^application\/json/);
    return schema.parse(JSON.parse(text));
  }

  /** Asks, and expects a problem. */
  async refuse(
    status: number,
    kind: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Problem> {
    const response = await this.ask(method, path, body, headers);
    const text = await response.text();
    assert.equal(response.status, status, text);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    const answer = problem.parse(JSON.parse(text));
    assert.equal(answer.status, status);
    assert.equal(answer.type, `urn:problem-type:pattern-mesh:${kind}`);
    return answer;
  }
}
