import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { Pack } from "../pack";
import { toPolicies } from "../policies";
import type { Source } from "../resource";
import { keepSecretsMarked } from "../engine-secrets";

/** What the engine is told about one violation. */
export interface Diagnostic {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly severity: "unspecified" | "low" | "medium" | "high" | "critical";
  readonly urn: string;
  readonly message: string;
}

type Respond = (error: Error | undefined, response: analyzer.AnalyzeResponse | undefined) => void;
type Handler = (call: { request: unknown }, respond: Respond) => unknown;
type MakeHandler = (pack: string, version: string, level: string, policies: Policies) => Handler;

const server = createRequire(__filename)("@pulumi/policy/server") as Record<
  "makeAnalyzeRpcFun" | "makeAnalyzeStackRpcFun",
  MakeHandler
>;

const sdk = createRequire(__filename)("@pulumi/policy") as Record<
  "unknownCheckingProxy",
  (props: object) => Record<string, unknown>
>;

/** Properties as the engine shows them to a policy, without the way across the wire. */
export function asEngineProps(props: object): Record<string, unknown> {
  return sdk.unknownCheckingProxy(props);
}

keepSecretsMarked();

const LEVELS: readonly Diagnostic["level"][] = ["advisory", "mandatory"];
const SEVERITIES: readonly Diagnostic["severity"][] = ["unspecified", "low", "medium", "high", "critical"];

/**
 * Runs a pack as the engine does, through the policy SDK's own request handlers: properties cross the wire, unknown
 * values throw where they are read, lists are proxies, and levels and severities are those the engine would see.
 */
export class Engine {
  private readonly forResource: Handler;
  private readonly forStack: Handler;

  constructor(pack: Pack) {
    const policies = toPolicies(pack);
    this.forResource = server.makeAnalyzeRpcFun(pack.name, "1.0.0", "advisory", policies);
    this.forStack = server.makeAnalyzeStackRpcFun(pack.name, "1.0.0", "advisory", policies);
  }

  /** What a preview of these resources would be told: every resource by itself, then the stack. */
  async preview(sources: readonly Source[]): Promise<Diagnostic[]> {
    const single = await Promise.all(sources.map((source) => this.resource(source)));
    return [...single.flat(), ...(await this.stack(sources))];
  }

  async resource({ type, name, urn, props }: Source): Promise<Diagnostic[]> {
    const request = new analyzer.AnalyzeRequest();
    request.setType(type);
    request.setName(name);
    request.setUrn(urn);
    request.setProperties(toStruct(props));
    request.setOptions(new analyzer.AnalyzerResourceOptions());
    return call(this.forResource, request);
  }

  async stack(sources: readonly Source[]): Promise<Diagnostic[]> {
    const request = new analyzer.AnalyzeStackRequest();
    request.setResourcesList(
      sources.map(({ type, name, urn, props }) => {
        const resource = new analyzer.AnalyzerResource();
        resource.setType(type);
        resource.setName(name);
        resource.setUrn(urn);
        resource.setProperties(toStruct(props));
        resource.setOptions(new analyzer.AnalyzerResourceOptions());
        return resource;
      }),
    );
    return call(this.forStack, request);
  }
}

function toStruct(props: unknown): Struct {
  return Struct.fromJavaScript(props as Record<string, JavaScriptValue>);
}

function call(handler: Handler, request: unknown): Promise<Diagnostic[]> {
  return new Promise((resolve, reject) => {
    handler({ request }, (error, response) => {
      if (response === undefined) reject(error ?? new Error("The policy server gave no answer"));
      else resolve(response.getDiagnosticsList().map(toDiagnostic));
    });
  });
}

function toDiagnostic(diagnostic: analyzer.AnalyzeDiagnostic): Diagnostic {
  const level = LEVELS[diagnostic.getEnforcementlevel()];
  if (level === undefined) throw new Error(`Unexpected level ${diagnostic.getEnforcementlevel()}`);
  return {
    policy: diagnostic.getPolicyname(),
    level,
    severity: SEVERITIES[diagnostic.getSeverity()] ?? "unspecified",
    urn: diagnostic.getUrn(),
    message: diagnostic.getMessage(),
  };
}
