import { Agent, request } from "node:https";
import type { RequestOptions } from "node:https";
import { Agent as HttpAgent, request as plainRequest } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json, JsonObject } from "../provider/json";
import { isObject } from "../provider/json";
import { ApiError, Unreachable } from "./api-error";
import type { ClusterAccess } from "./kubeconfig";

const answerMillis = 60_000;
/** The API server asks to come again when it is busy, or when it is starting. */
const busyStatuses: ReadonlySet<number> = new Set([429, 503]);
const busyAttempts = 8;

export interface Call {
  readonly method: "GET" | "PATCH" | "DELETE" | "POST";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: Json;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Receives the API server's warnings, such as that a version is deprecated. */
  readonly warn?: (message: string) => void;
}

/** Speaks with one API server. */
export interface ApiClient {
  /** @throws ApiError for an answer other than 2xx, Unreachable when there is none. */
  call(call: Call): Promise<JsonObject>;
}

export function apiClient(access: ClusterAccess): ApiClient {
  const agent =
    access.server.protocol === "http:"
      ? new HttpAgent({ keepAlive: true, maxSockets: 16 })
      : new Agent({
          ...{ keepAlive: true, maxSockets: 16, rejectUnauthorized: !access.skipVerification },
          ...(access.authority === undefined ? {} : { ca: access.authority }),
          ...(access.serverName === undefined ? {} : { servername: access.serverName }),
          ...(access.certificate && { cert: access.certificate.certificate, key: access.certificate.key }),
        });
  return {
    async call(call) {
      for (let attempt = 1; ; attempt += 1) {
        const answer = await send(access, agent, call);
        const shown = `${call.method} ${call.path}`;
        if (answer.status >= 200 && answer.status < 300) {
          return isObject(answer.body) ? answer.body : {};
        }
        if (!busyStatuses.has(answer.status) || attempt === busyAttempts) {
          throw new ApiError(answer.status, answer.body, shown);
        }
        await sleep(Math.min(answer.retryAfterSeconds ?? 0.25 * 2 ** attempt, 10) * 1000, undefined, {
          ...(call.signal === undefined ? {} : { signal: call.signal }),
        });
      }
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly retryAfterSeconds: number | undefined;
}

function send(access: ClusterAccess, agent: HttpAgent, call: Call): Promise<Answer> {
  const url = new URL(access.server);
  url.pathname = url.pathname.replace(/\/$/, "") + call.path;
  for (const [key, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) url.searchParams.set(key, value);
  }
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const options: RequestOptions = {
    ...{ method: call.method, agent, timeout: answerMillis },
    headers: {
      accept: "application/json",
      ...(access.token === undefined ? {} : { authorization: `Bearer ${access.token}` }),
      ...(body === undefined ? {} : { "content-type": call.contentType ?? "application/json" }),
      ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
    },
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  };
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => {
      reject(call.signal?.aborted === true ? cause : new Unreachable(access.server.origin, cause));
    };
    const sent = (url.protocol === "http:" ? plainRequest : request)(url, options, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", fail);
      response.on("end", () => {
        warningTexts(response.headers.warning ?? "").forEach((warning) => call.warn?.(warning));
        const retryAfter = Number(response.headers["retry-after"]);
        resolve({
          status: response.statusCode ?? 0,
          body: parseBody(text),
          retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
        });
      });
    });
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${answerMillis / 1000} s`)));
    sent.on("error", fail);
    sent.end(body);
  });
}

function parseBody(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The texts of a header such as `299 - "one", 299 - "two"`. */
function warningTexts(header: string): readonly string[] {
  const quoted = header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...quoted].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
}
