import { status } from "@grpc/grpc-js";
import { Refusal } from "../provider/failures";
import { isObject, stringAt } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";
import type { Endpoint } from "./endpoint";
import { signedHeaders } from "./signature";

/** The emulator said no. `name` is the error's, such as `ResourceNotFoundException`. */
export class AwsError extends Refusal {
  constructor(
    readonly operation: string,
    readonly errorName: string,
    message: string,
  ) {
    super(`${operation}: ${errorName}: ${message}`);
    this.name = "AwsError";
  }
}

/** Calls the services that speak AWS' JSON protocol. */
export interface AwsClient {
  /**
   * @param target such as `DynamoDB_20120810.CreateTable`.
   * @throws AwsError, or Refusal when nothing answers.
   */
  call(service: string, target: string, input: JsonObject, signal: AbortSignal): Promise<JsonObject>;
}

export function awsClient(endpoint: Endpoint): AwsClient {
  return {
    async call(service, target, input, signal) {
      const body = JSON.stringify(input);
      const type = { "content-type": "application/x-amz-json-1.0", "x-amz-target": target };
      const headers = signedHeaders(endpoint, service, type, body, new Date());
      const response = await fetch(endpoint.url, { method: "POST", headers, body, signal }).catch(
        (cause: unknown) => {
          if (signal.aborted) throw cause;
          const hint = "Start it with `npm run up`.";
          throw new Refusal(
            `The local AWS at ${endpoint.url.origin} does not answer. ${hint}`,
            status.UNAVAILABLE,
            {
              cause,
            },
          );
        },
      );
      const text = await response.text();
      const answer = text === "" ? {} : parse(text);
      if (response.ok) return isObject(answer) ? answer : {};
      const name = (stringAt(answer, "__type") ?? `status ${response.status}`).replace(/^.*#/, "");
      throw new AwsError(target, name, stringAt(answer, "message") ?? stringAt(answer, "Message") ?? text);
    },
  };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
