import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Where a plugin says things: they appear in the engine's own display. */
export interface EngineLog {
  /** A line that stays, under the resource or, without one, under the stack. */
  info(message: string, urn?: string): void;
  warning(message: string, urn?: string): void;
  /** What is being done just now, in the resource's row; the next one takes its place. */
  progress(message: string, urn: string): void;
}

/** @param address the engine's, the last argument of every plugin. */
export function engineLog(address: string): EngineLog {
  const client = new EngineClient(address, credentials.createInsecure());
  const send = (severity: LogSeverity, message: string, urn: string, ephemeral = false) => {
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    // An engine that is gone needs no log.
    client.log(request, () => undefined);
  };
  return {
    info: (message, urn = "") => {
      send(LogSeverity.INFO, message, urn);
    },
    warning: (message, urn = "") => {
      send(LogSeverity.WARNING, message, urn);
    },
    progress: (message, urn) => {
      send(LogSeverity.INFO, message, urn, true);
    },
  };
}
