import { request } from "node:https";
import { hostPorts } from "../locations";
import { tokenOf } from "./credentials";
import { readText } from "./files";
import { paths } from "./paths";

/**
 * A call to the API server as administrator, through the host's forward. A client library would do more, but takes
 * a second to load; a start waits for that.
 *
 * @param options.body is sent as JSON, with the content type that says how to merge it.
 * @returns the answer's JSON.
 * @throws Error with the status and the API server's message for an answer other than 2xx.
 */
export function callApi<T>(
  method: "GET" | "PATCH",
  path: string,
  options: { readonly body?: object; readonly contentType?: string } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: "127.0.0.1",
        port: hostPorts().api,
        servername: "kubernetes",
        ca: readText(paths().authority),
        method,
        path,
        timeout: 10_000,
        headers: {
          authorization: `Bearer ${tokenOf("admin")}`,
          ...(options.contentType === undefined ? {} : { "content-type": options.contentType }),
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("error", reject);
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(JSON.parse(text) as T);
          else reject(new Error(`${method} ${path}: ${status} ${messageIn(text)}`));
        });
      },
    );
    call.on("timeout", () => call.destroy(new Error(`${method} ${path}: no answer within 10 s`)));
    call.on("error", reject);
    call.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  });
}

function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
