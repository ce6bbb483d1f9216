import type { ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { checkResponse, diffResponse } from "./answers";
import { differences } from "./differences";
import type { EngineLog } from "./engine-log";
import { decode, encode } from "./properties";
import type { Operation, Provider } from "./provider";
import { unary } from "./unary";

/** Binds a provider to the protocol. What it lacks (Construct, Call, GetSchema and so on) is "unimplemented". */
export function providerService(
  provider: Provider,
  log: EngineLog,
  cancel: AbortController,
): UntypedServiceImplementation {
  const operation = (request: OperationRequest, preview: boolean): Operation => {
    const urn = request.getUrn();
    const timeout = "getTimeout" in request ? request.getTimeout() : 0;
    return {
      ...{ urn, type: request.getType(), name: request.getName(), preview },
      timeoutSeconds: timeout > 0 ? timeout : undefined,
      signal: cancel.signal,
      progress: (message) => {
        log.progress(message, urn);
      },
      warn: (message) => {
        log.warning(message, urn);
      },
    };
  };
  return {
    handshake: unary(() => {
      const response = new rpc.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setAcceptResources(true);
      response.setAcceptOutputs(true);
      return response;
    }),
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      info.setVersion(provider.version);
      return info;
    }),
    attach: unary(() => new Empty()),
    cancel: unary(() => {
      cancel.abort();
      return new Empty();
    }),
    checkConfig: unary<rpc.CheckRequest>((request) =>
      checkResponse({ inputs: decode(request.getNews()), faults: [] }),
    ),
    diffConfig: unary<rpc.DiffRequest>((request) => {
      const changes = differences(decode(request.getOldInputs()).values, decode(request.getNews()).values);
      return diffResponse({
        changes: changes.map((change) => ({ ...change, replaces: false })),
        deleteBeforeReplace: false,
      });
    }),
    configure: unary<rpc.ConfigureRequest>(async (request) => {
      await provider.configure(settingsOf(request), log);
      const response = new rpc.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptresources(true);
      response.setAcceptoutputs(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: unary<rpc.CheckRequest>(async (request) =>
      checkResponse(
        await provider.check({
          ...{ urn: request.getUrn(), type: request.getType(), name: request.getName() },
          old: decode(request.getOlds()),
          inputs: decode(request.getNews()),
          seed: request.getRandomseed_asU8(),
        }),
      ),
    ),
    diff: unary<rpc.DiffRequest>(async (request) =>
      diffResponse(
        await provider.diff({
          ...{ urn: request.getUrn(), type: request.getType(), name: request.getName(), id: request.getId() },
          oldInputs: decode(request.getOldInputs()).values,
          oldState: decode(request.getOlds()).values,
          inputs: decode(request.getNews()).values,
        }),
        request.getIgnorechangesList(),
      ),
    ),
    create: unary<rpc.CreateRequest>(async (request) => {
      const stored = await provider.create(
        operation(request, request.getPreview()),
        decode(request.getProperties()),
      );
      const response = new rpc.CreateResponse();
      response.setId(request.getPreview() ? "" : stored.id);
      response.setProperties(encode(stored.state));
      return response;
    }),
    update: unary<rpc.UpdateRequest>(async (request) => {
      const resource = {
        id: request.getId(),
        state: decode(request.getOlds()),
        oldInputs: decode(request.getOldInputs()),
      };
      const state = await provider.update(
        operation(request, request.getPreview()),
        resource,
        decode(request.getNews()),
      );
      const response = new rpc.UpdateResponse();
      response.setProperties(encode(state));
      return response;
    }),
    read: unary<rpc.ReadRequest>(async (request) => {
      const known = { inputs: decode(request.getInputs()), state: decode(request.getProperties()) };
      const found = await provider.read(operation(request, false), request.getId(), known);
      const response = new rpc.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(encode(found.state));
      response.setInputs(encode(found.inputs));
      return response;
    }),
    delete: unary<rpc.DeleteRequest>(async (request) => {
      await provider.delete(operation(request, false), {
        id: request.getId(),
        state: decode(request.getProperties()),
        oldInputs: decode(request.getOldInputs()),
      });
      return new Empty();
    }),
    invoke: unary<rpc.InvokeRequest>(async (request) => {
      const values = await provider.invoke(request.getTok(), decode(request.getArgs()).values);
      const response = new rpc.InvokeResponse();
      response.setReturn(encode({ values, secrets: [] }));
      return response;
    }),
  };
}

type OperationRequest = rpc.CreateRequest | rpc.UpdateRequest | rpc.ReadRequest | rpc.DeleteRequest;

/** The provider's configuration by plain key, as strings; what is not text is JSON. */
function settingsOf(
  request: ServerUnaryCall<rpc.ConfigureRequest, never>["request"],
): Record<string, string> {
  const args = Object.entries(decode(request.getArgs()).values);
  return Object.fromEntries(
    args.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
