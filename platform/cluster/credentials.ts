import { createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import { rmSync } from "node:fs";
import { node } from "../locations";
import { readText, writeIfChanged } from "./files";
import { paths } from "./paths";
import { renderKubeconfig } from "./kubeconfig";

/** Who may talk to the API server, and in which groups. The names are those that Kubernetes' own roles are bound to. */
const users = {
  admin: ["system:masters"],
  "system:kube-controller-manager": [],
  "system:kube-scheduler": [],
  "system:kube-proxy": [],
  [`system:node:${node.name}`]: ["system:nodes"],
} as const satisfies Record<string, readonly string[]>;

/** The API server renews its certificate, which holds a year, when less than this is left. */
const renewBeforeMillis = 60 * 24 * 3600 * 1000;

/**
 * Makes what is missing of the cluster's secrets: a token per user, the key pair that signs service account tokens,
 * and a kubeconfig per component. Secrets are made once per state folder and are readable by root only.
 *
 * @param mayRenew no API server is running, so an old certificate can go.
 */
export function ensureCredentials(mayRenew: boolean): void {
  const { tokens, serviceAccountKey, serviceAccountPublicKey, probeHeader, authority } = paths();
  const known = parseTokens(readText(tokens) ?? "");
  const lines = Object.entries(users).map(([user, groups]) => {
    const token = known.get(user) ?? randomBytes(24).toString("hex");
    known.set(user, token);
    return tokenLine(token, user, groups);
  });
  writeIfChanged(tokens, lines.join(""));
  writeIfChanged(probeHeader, `Authorization: Bearer ${tokenOf("admin")}\n`);
  for (const [component, user] of Object.entries(componentUsers)) {
    writeIfChanged(
      componentKubeconfig(component),
      renderKubeconfig({ token: tokenOf(user), authority: { file: authority } }),
    );
  }
  // The public half is derived, so a start killed between the two files cannot leave a pair that does not match.
  const privateKey = readText(serviceAccountKey) ?? generateServiceAccountKey();
  writeIfChanged(serviceAccountKey, privateKey);
  writeIfChanged(
    serviceAccountPublicKey,
    createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(),
  );
  if (mayRenew && isOld(readText(authority)))
    rmSync(paths().servingCertificates, { recursive: true, force: true });
}

/** @returns a user's bearer token. @throws RangeError before `ensureCredentials`. */
export function tokenOf(user: string): string {
  const token = parseTokens(readText(paths().tokens) ?? "").get(user);
  if (token === undefined) throw new RangeError(`There is no token for the user ${user}.`);
  return token;
}

const componentUsers: Readonly<Record<string, string>> = {
  "kube-controller-manager": "system:kube-controller-manager",
  "kube-scheduler": "system:kube-scheduler",
  "kube-proxy": "system:kube-proxy",
  kubelet: `system:node:${node.name}`,
};

/** Path of the kubeconfig a component uses inside the namespace. */
export function componentKubeconfig(component: string): string {
  return `${paths().config}/${component}.kubeconfig`;
}

/** A line of the API server's token file: token, user, a unique id, and the groups in quotes. */
export function tokenLine(token: string, user: string, groups: readonly string[]): string {
  return `${token},${user},${user}${groups.length > 0 ? `,"${groups.join(",")}"` : ""}\n`;
}

/** @returns the token of each user in a token file. */
export function parseTokens(text: string): Map<string, string> {
  const rows = text.split("\n").map((line) => line.split(","));
  return new Map(rows.flatMap(([token, user]) => (token && user ? [[user, token] as const] : [])));
}

function generateServiceAccountKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function isOld(certificates: string | undefined): boolean {
  if (certificates === undefined) return false;
  try {
    return Date.parse(new X509Certificate(certificates).validTo) - Date.now() < renewBeforeMillis;
  } catch {
    // Cut off while it was written.
    return true;
  }
}
