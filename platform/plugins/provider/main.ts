import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { setTimeout as sleep } from "node:timers/promises";
import { engineLog } from "./engine-log";
import type { Provider } from "./provider";
import { engineAddress, serve } from "./serve";
import { providerService } from "./service";
import { callsRunning } from "./unary";

/** What an operation gets to write down how far it came, before the process ends. */
const graceMillis = 3000;

/** Serves a provider until the engine ends it. */
export function serveProvider(provider: Provider): void {
  const cancel = new AbortController();
  const service = providerService(provider, engineLog(engineAddress()), cancel);
  serve(ResourceProviderService, service, async () => {
    cancel.abort();
    const until = Date.now() + graceMillis;
    while (callsRunning() > 0 && Date.now() < until) await sleep(20);
  });
}
