import { Metadata, status } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { encode } from "./properties";
import type { Properties } from "./properties";

/**
 * An operation that was refused: nothing was changed, or what was changed is known. The engine shows the message and
 * forgets that it tried.
 */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly code: status = status.FAILED_PRECONDITION,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "Refusal";
  }
}

/**
 * The resource exists but did not become ready. The engine keeps its state with the reasons, fails the update, and
 * asks for an update of the resource at the next one.
 */
export class InitializationFailure extends Error {
  constructor(
    readonly reasons: readonly string[],
    readonly resource: { readonly id: string; readonly state: Properties; readonly inputs: Properties },
  ) {
    super(reasons.join("; "));
    this.name = "InitializationFailure";
  }
}

/** What gRPC sends for an error that a handler threw. */
export function serviceError(error: unknown): { code: status; details: string; metadata?: Metadata } {
  if (error instanceof InitializationFailure) {
    return { code: status.UNKNOWN, details: error.message, metadata: initializationDetails(error) };
  }
  if (error instanceof Refusal) return { code: error.code, details: error.message };
  // A fault of the plugin or of the network: what happened is not known, and the engine remembers that it tried.
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: status.UNKNOWN, details };
}

function initializationDetails(failure: InitializationFailure): Metadata {
  const detail = new ErrorResourceInitFailed();
  detail.setId(failure.resource.id);
  detail.setProperties(encode(failure.resource.state));
  detail.setInputs(encode(failure.resource.inputs));
  detail.setReasonsList([...failure.reasons]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = new Status();
  message.setCode(status.UNKNOWN);
  message.setMessage(failure.message);
  message.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(message.serializeBinary()));
  return metadata;
}
