import { createHash, createHmac } from "node:crypto";
import type { Endpoint } from "./endpoint";

/**
 * Signs a POST to `/` with Signature Version 4.
 *
 * @param headers what is signed besides host and date, by lower-case name.
 * @param now the time of the request.
 * @returns all headers to send.
 */
export function signedHeaders(
  endpoint: Endpoint,
  service: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${time.slice(0, 8)}/${endpoint.region}/${service}/aws4_request`;
  const all: Record<string, string> = { ...headers, host: endpoint.url.host, "x-amz-date": time };
  const names = Object.keys(all).sort();
  const signed = names.join(";");
  const canonical = [
    ...["POST", "/", ""],
    ...names.map((name) => `${name}:${all[name] ?? ""}`),
    ...["", signed, hash(body)],
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scope, hash(canonical)].join("\n");
  const key = scope
    .split("/")
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${endpoint.secretKey}`);
  const signature = hmac(key, text).toString("hex");
  const credential = `${endpoint.accessKey}/${scope}`;
  all["authorization"] =
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
  return all;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
