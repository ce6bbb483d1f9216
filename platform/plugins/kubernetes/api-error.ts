import { status } from "@grpc/grpc-js";
import { Refusal } from "../provider/failures";
import { listAt, stringAt } from "../provider/json";
import type { Json } from "../provider/json";

/** The API server said no. `answer` is its Status object, or whatever it sent. */
export class ApiError extends Refusal {
  constructor(
    readonly statusCode: number,
    readonly answer: Json,
    readonly call: string,
  ) {
    super(explain(statusCode, answer, call), grpcCode(statusCode));
    this.name = "ApiError";
  }

  /** Why, in the API server's words, such as `NotFound` or `Invalid`. */
  get reason(): string {
    return stringAt(this.answer, "reason") ?? "";
  }
}

/** Nothing answers at the address. */
export class Unreachable extends Refusal {
  constructor(server: string, cause: Error) {
    super(
      `The API server ${server} does not answer (${cause.message}). Start the cluster with \`npm run up\`, and look at \`npm run status\`.`,
      status.UNAVAILABLE,
      { cause },
    );
    this.name = "Unreachable";
  }
}

export function isNotFound(error: unknown): error is ApiError {
  return error instanceof ApiError && error.statusCode === 404;
}

/** The namespace of the object is not there (yet). */
export function isNamespaceMissing(error: unknown): boolean {
  return isNotFound(error) && stringAt(error.answer, "details", "kind") === "namespaces";
}

/** The API server has nothing against the object but that it differs from the one in its place. */
export function isImmutabilityOnly(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const causes = listAt(error.answer, "details", "causes").map((cause) => stringAt(cause, "message") ?? "");
  const texts = causes.length > 0 ? causes : [error.message];
  return texts.every((text) =>
    /immutable|updates? to .* forbidden|may not change|cannot change|pod updates may not|Forbidden: updates/i.test(
      text,
    ),
  );
}

/** A webhook of an add-on could not be asked; what it guards was not judged. */
export function isWebhookDown(error: unknown): boolean {
  return error instanceof ApiError && error.message.includes("failed calling webhook");
}

function explain(statusCode: number, answer: Json, call: string): string {
  const message = stringAt(answer, "message") ?? (typeof answer === "string" ? answer.trim() : "");
  const causes = listAt(answer, "details", "causes").flatMap((cause) => {
    const [field, text] = [stringAt(cause, "field"), stringAt(cause, "message")];
    // Most messages name their causes already.
    return text === undefined || message.includes(text) ? [] : [`${field ?? "?"}: ${text}`];
  });
  const forbidden = statusCode === 401 ? "Signing in failed; is the kubeconfig of this cluster? " : "";
  return [`${forbidden}${message || `The API server answered ${statusCode} to ${call}.`}`, ...causes].join(
    "\n",
  );
}

function grpcCode(statusCode: number): status {
  if (statusCode === 404) return status.NOT_FOUND;
  if (statusCode === 409) return status.ALREADY_EXISTS;
  if (statusCode === 400 || statusCode === 422) return status.INVALID_ARGUMENT;
  return status.FAILED_PRECONDITION;
}
