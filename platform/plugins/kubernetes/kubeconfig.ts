import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { parse } from "yaml";
import { Refusal } from "../provider/failures";
import { isObject, listAt, stringAt } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";

/** Where the API server is and how to sign in there. */
export interface ClusterAccess {
  readonly server: URL;
  /** PEM. Undefined: the system's authorities. */
  readonly authority: string | undefined;
  readonly skipVerification: boolean;
  readonly serverName: string | undefined;
  readonly token: string | undefined;
  /** PEM. */
  readonly certificate: { readonly certificate: string; readonly key: string } | undefined;
  /** What the helm program is given. */
  readonly source: { readonly file: string } | { readonly content: string };
  readonly context: string;
}

/**
 * Reads a kubeconfig.
 *
 * @param given the provider's settings `kubeconfig`, which is a path or the content, and `context`.
 * @throws Refusal when there is none, when it cannot be used, and for a server that is not on this machine: the
 * stand-in has none of the safety of the official provider.
 */
export function clusterAccess(given: {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}): ClusterAccess {
  const { text, folder, source } = load(given.kubeconfig);
  const config = parse(text) as Json;
  const wanted = given.context ?? stringAt(config, "current-context") ?? "";
  const context = named(config, "contexts", "context", wanted);
  const cluster = named(config, "clusters", "cluster", stringAt(context, "cluster") ?? "");
  const user = named(config, "users", "user", stringAt(context, "user") ?? "");
  const server = new URL(stringAt(cluster, "server") ?? "");
  refuseRemote(server);
  if (user["exec"] !== undefined || user["auth-provider"] !== undefined) {
    throw new Refusal(
      `The user of context "${wanted}" signs in through another program, which the stand-in provider cannot do. ` +
        "Use a token or a client certificate, or install the official kubernetes plugin.",
    );
  }
  const part = (entry: JsonObject, key: string) => pem(entry, key, folder);
  const [certificate, key] = [part(user, "client-certificate"), part(user, "client-key")];
  const tokenFile = stringAt(user, "tokenFile");
  return {
    server,
    authority: part(cluster, "certificate-authority"),
    skipVerification: cluster["insecure-skip-tls-verify"] === true,
    serverName: stringAt(cluster, "tls-server-name"),
    token:
      stringAt(user, "token") ??
      (tokenFile === undefined ? undefined : readFileSync(tokenFile, "utf8").trim()),
    certificate: certificate === undefined || key === undefined ? undefined : { certificate, key },
    source,
    context: wanted,
  };
}

function load(given: string | undefined): {
  text: string;
  folder: string;
  source: ClusterAccess["source"];
} {
  const setting = given ?? process.env["KUBECONFIG"] ?? join(homedir(), ".kube", "config");
  if (setting.includes("\n") || setting.trimStart().startsWith("{")) {
    return { text: setting, folder: process.cwd(), source: { content: setting } };
  }
  const file = setting.split(":").find((path) => path !== "" && existsSync(path));
  if (file === undefined) {
    throw new Refusal(`There is no kubeconfig at ${setting}. Start the cluster with \`npm run up\`.`);
  }
  return { text: readFileSync(file, "utf8"), folder: dirname(file), source: { file } };
}

function named(config: Json, list: string, key: string, name: string): JsonObject {
  const entries = listAt(config, list);
  const entry = entries.find((candidate) => stringAt(candidate, "name") === name);
  const found = isObject(entry) ? entry[key] : undefined;
  if (isObject(found)) return found;
  const names = entries.map((candidate) => stringAt(candidate, "name") ?? "?").join(", ");
  throw new Refusal(`The kubeconfig has no ${key} "${name}"; it has: ${names || "none"}.`);
}

/** A certificate or key that is given inline or as a file, which may be relative to the kubeconfig. */
function pem(entry: JsonObject, key: string, folder: string): string | undefined {
  const data = stringAt(entry, `${key}-data`);
  if (data !== undefined) return Buffer.from(data, "base64").toString();
  const file = stringAt(entry, key);
  return file === undefined ? undefined : readFileSync(isAbsolute(file) ? file : join(folder, file), "utf8");
}

function refuseRemote(server: URL): void {
  if (isLoopback(server.hostname)) return;
  throw new Refusal(
    `The API server ${server.origin} is not on this machine, and the stand-in for the kubernetes provider works ` +
      "with a local cluster only. Install the official plugin: pulumi plugin install resource kubernetes.",
  );
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
