import type { Context } from "hono";
import type * as z from "zod";
import type { Fault } from "../contracts/index";
import { Refusal } from "./problem";

/**
 * @returns the JSON body of a request, as `schema` understands it.
 * @throws Refusal with every fault: no body, not JSON, or not of the legal form.
 */
export async function readBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.infer<S>> {
  const text = await c.req.text();
  if (text === "")
    throw new Refusal("malformed-body", "A body is missing. Send a JSON object as application/json.");
  const mediaType = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (mediaType !== "application/json")
    throw new Refusal(
      "unsupported-media-type",
      `The body is ${mediaType ?? "of no stated type"}. Send it with content-type: application/json.`,
    );
  return checked("body", parseJson(text), schema);
}

/**
 * @returns the query of a request, as `schema` understands it.
 * @throws Refusal with every fault.
 */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.infer<S> {
  return checked("query", c.req.query(), schema);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal("malformed-body", `${(error as SyntaxError).message}. Send a JSON object.`);
  }
}

function checked<S extends z.ZodType>(where: string, value: unknown, schema: S): z.infer<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue): Fault => ({
    path: [where, ...issue.path.map(String)].join("."),
    message: issue.message,
    ...(issue.input !== undefined && { seen: shortened(JSON.stringify(issue.input)) }),
  }));
  const list = errors.map(({ path, message }) => `${path}: ${message}`).join("; ");
  throw new Refusal("invalid-request", list, { errors });
}

function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 97)}...`;
}
