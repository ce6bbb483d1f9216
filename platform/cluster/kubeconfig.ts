import { stringify } from "yaml";
import { node } from "../locations";
import { apiPort } from "./paths";

/** What a client of the API server has to know. */
export interface KubeconfigFacts {
  readonly token: string;
  /** The certificates to trust: a file that may not exist yet, or their text. */
  readonly authority: { readonly file: string } | { readonly text: string };
  /** @default the address inside the network namespace */
  readonly server?: string;
}

/** The name of the only cluster, user and context of every kubeconfig. */
export const contextName = "pattern-mesh";

/** @returns a kubeconfig as YAML. */
export function renderKubeconfig({ token, authority, server }: KubeconfigFacts): string {
  const trust =
    "file" in authority
      ? { "certificate-authority": authority.file }
      : { "certificate-authority-data": Buffer.from(authority.text).toString("base64") };
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: contextName,
        // The API server's own certificate names `kubernetes` but not the host's loopback address.
        cluster: {
          server: server ?? `https://${node.address}:${apiPort}`,
          "tls-server-name": "kubernetes",
          ...trust,
        },
      },
    ],
    users: [{ name: contextName, user: { token } }],
    contexts: [{ name: contextName, context: { cluster: contextName, user: contextName } }],
    "current-context": contextName,
  });
}
