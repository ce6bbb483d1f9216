import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Fault, Identity, Problem } from "../contracts/index";

/** Every kind of refusal there is: its status and what it is called. */
const kinds = {
  "malformed-body": { status: 400, title: "The body is not JSON" },
  "invalid-request": { status: 400, title: "The request is not of the legal form" },
  "not-found": { status: 404, title: "There is no such thing" },
  "method-not-allowed": { status: 405, title: "This method is not allowed here" },
  locked: { status: 409, title: "Another saga holds it" },
  "step-undone": { status: 409, title: "The saga has already undone this step" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "Only JSON is understood" },
  "payload-differs": { status: 422, title: "The same key came with another payload" },
  "not-eligible": { status: 422, title: "A rule of the business forbids it" },
  internal: { status: 500, title: "The service failed" },
  "injected-fault": { status: 503, title: "The fault switch made this request fail" },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string }>;

export type ProblemKind = keyof typeof kinds;

/** Refuses a request. Rules of the domain and of the wire throw it; the app turns it into the answer. */
export class Refusal extends Error {
  constructor(
    readonly kind: ProblemKind,
    detail: string,
    readonly more: { readonly errors?: readonly Fault[]; readonly status?: number } = {},
  ) {
    super(detail);
    this.name = "Refusal";
  }
}

/** @returns the refusal as an answer of RFC 9457. */
export function problemAnswer(c: Context, identity: Identity, refusal: Refusal): Response {
  const { status, title } = kinds[refusal.kind];
  const body: Problem = {
    type: `urn:problem-type:pattern-mesh:${refusal.kind}`,
    title,
    status: refusal.more.status ?? status,
    detail: refusal.message,
    ...identity,
    request_id: c.get("requestId"),
    ...(refusal.more.errors && { errors: [...refusal.more.errors] }),
  };
  return c.body(JSON.stringify(body), body.status as ContentfulStatusCode, {
    "content-type": "application/problem+json",
  });
}
