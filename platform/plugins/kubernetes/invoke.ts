import { status } from "@grpc/grpc-js";
import { parseAllDocuments } from "yaml";
import { Refusal } from "../provider/failures";
import { stringAt } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";

/** Functions of the provider. */
export function invoke(token: string, args: JsonObject): JsonObject {
  if (token !== "kubernetes:yaml:decode") {
    throw new Refusal(
      `The stand-in for the kubernetes provider has no function ${token}.`,
      status.UNIMPLEMENTED,
    );
  }
  const documents = parseAllDocuments(stringAt(args, "text") ?? "");
  const faults = documents.flatMap((document) => document.errors.map((error) => error.message));
  if (faults.length > 0) throw new Refusal(faults.join("\n"), status.INVALID_ARGUMENT);
  const result = documents.map((document) => document.toJS() as Json).filter((value) => value !== null);
  return { result };
}
