import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";

/** State files hold whole charts' values; the default of 4 MB would refuse some. */
const maxMessageBytes = 400 * 1024 * 1024;
const parentCheckMillis = 500;

/**
 * Serves a plugin: binds a free port of the loopback, prints it as the first line, and ends when the engine says so
 * or is gone.
 *
 * @param stop is called once, when the plugin should end what it is doing. The process exits when its promise settles.
 */
export function serve(
  service: ServiceDefinition,
  implementation: UntypedServiceImplementation,
  stop: () => Promise<void>,
): void {
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(service, implementation);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => process.exit(0));
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  // An engine that was killed takes nothing down with it.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, parentCheckMillis).unref();
  // A line printed to an engine that is gone.
  process.stdout.on("error", end);
}

/** @returns the engine's address: flags for logging and tracing come before it. */
export function engineAddress(argv: readonly string[] = process.argv): string {
  const address = argv.slice(2).at(-1);
  if (address === undefined || !/:\d+$/.test(address)) {
    process.stderr.write("This is a plugin of Pulumi: the engine starts it with its address.\n");
    process.exit(2);
  }
  return address;
}
