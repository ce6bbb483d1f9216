import * as z from "zod";

/** Who answers: on every JSON answer of every service. */
export const identity = z.object({
  service: z.string().min(1),
  /** `v1`, `v2`, ...: the version label of the pod. */
  version: z.string().regex(/^v[1-9][0-9]*$/, 'must be "v" and a number, such as v1'),
});
export type Identity = z.infer<typeof identity>;

/** Names one saga everywhere. Every legal id is also a legal execution name in Step Functions. */
export const sagaId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, "must be 1 to 80 of A-Z a-z 0-9 _ -");

/** A sum of money in one currency, to the cent. */
export const amount = z.number().positive().max(1_000_000).multipleOf(0.01);

export const health = identity.extend({ status: z.literal("healthy") });
export type Health = z.infer<typeof health>;

/** Asks a service to undo its step of a saga. */
export const compensateRequest = z.strictObject({ saga_id: sagaId });

/** Paging of lists: the newest `limit` entries. */
export const listQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });

/** One thing wrong with a request. */
export const fault = z.object({
  /** `body.amount`, `query.limit`, ... */
  path: z.string(),
  message: z.string(),
  /** The value seen, as JSON, shortened. Absent when nothing was there. */
  seen: z.string().optional(),
});
export type Fault = z.infer<typeof fault>;

/** Every answer with a status of 400 or more: RFC 9457, `application/problem+json`. */
export const problem = identity.extend({
  type: z.string().regex(/^urn:problem-type:pattern-mesh:[a-z-]+$/),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  /** Finds the request in the logs. */
  request_id: z.string(),
  /** All faults of the request, when it was refused for its form. */
  errors: z.array(fault).optional(),
});
export type Problem = z.infer<typeof problem>;
