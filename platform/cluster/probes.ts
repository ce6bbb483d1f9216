import { connect } from "node:net";
import { insideNamespace, run } from "./command";
import { paths } from "./paths";

/** Asks for a URL inside the cluster's network namespace. */
export async function httpProbe(
  url: string,
  options: { readonly authenticated?: boolean } = {},
): Promise<string | undefined> {
  const { command, args } = insideNamespace("curl", [
    ...["--silent", "--insecure", "--max-time", "3", "--write-out", "\n%{http_code}"],
    ...(options.authenticated === true ? ["--header", `@${paths().probeHeader}`] : []),
    url,
  ]);
  const { exitCode, stdout, stderr } = await run(command, args);
  const lines = stdout.trimEnd().split("\n");
  const status = lines.pop();
  if (exitCode === 0 && status === "200") return undefined;
  if (exitCode === 7) return `nothing answers at ${url}`;
  if (exitCode === 28) return `no answer within 3 s at ${url}`;
  if (exitCode !== 0) return `no answer at ${url} (curl ${exitCode ?? "not started"}: ${stderr.trim()})`;
  // The API server lists its checks; the failed ones explain it.
  const failed = lines.filter((line) => line.startsWith("[-]")).slice(0, 3);
  return [`${url} answers ${status ?? "nothing"}`, ...failed].join("; ");
}

/** Opens and closes a connection. */
export function socketProbe(
  address: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<string | undefined> {
  const shown = "path" in address ? address.path : `${address.host}:${address.port}`;
  return new Promise((resolve) => {
    const socket = connect({ ...address, timeout: 3000 });
    const end = (reason?: string) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once("connect", () => {
      end();
    });
    socket.once("timeout", () => {
      end(`no answer within 3 s at ${shown}`);
    });
    socket.once("error", () => {
      end(`nothing answers at ${shown}`);
    });
  });
}
