import type { sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import type { Message } from "google-protobuf";
import { serviceError } from "./failures";

let running = 0;

/** How many calls are being answered. */
export function callsRunning(): number {
  return running;
}

/** Makes a gRPC handler of a function; what it throws becomes the call's error. */
export function unary<Request extends Message>(
  answer: (request: Request, call: ServerUnaryCall<Request, Message>) => Message | Promise<Message>,
) {
  return (call: ServerUnaryCall<Request, Message>, callback: sendUnaryData<Message>): void => {
    running += 1;
    Promise.resolve()
      .then(() => answer(call.request, call))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(serviceError(error));
        },
      )
      .finally(() => {
        running -= 1;
      });
  };
}
