import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { status } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  AboutResponse,
  DependencyInfo,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  LanguageHandshakeResponse,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import type {
  GetProgramDependenciesRequest,
  GetRequiredPackagesRequest,
  InstallDependenciesRequest,
  RunRequest,
} from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version } from "@pulumi/pulumi/version";
import { Refusal, serviceError } from "../provider/failures";
import { unary } from "../provider/unary";
import { endChild, endChildren } from "./child";
import { programDependencies, requiredProviders } from "./dependencies";
import { runPlugin } from "./run-plugin";
import { runProgram } from "./run-program";

/**
 * What the engine needs of a language host to run programs and policy packs. The rest of the protocol, which serves
 * the making of SDKs and templates, is not there: gRPC answers "unimplemented" for it.
 *
 * @param engine the engine's address.
 */
export function languageHost(engine: string): UntypedServiceImplementation {
  return {
    handshake: unary(() => new LanguageHandshakeResponse()),
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getRequiredPackages: unary<GetRequiredPackagesRequest>((request) => {
      const directory = request.getInfo()?.getProgramDirectory() ?? ".";
      const response = new GetRequiredPackagesResponse();
      for (const provider of requiredProviders(directory)) {
        const dependency = new PackageDependency();
        dependency.setKind("resource");
        dependency.setName(provider.name);
        dependency.setVersion(provider.version);
        response.addPackages(dependency);
      }
      return response;
    }),
    run: unary<RunRequest>(async (request, call) => {
      const end = await runProgram(request, engine, (child) => {
        call.once("cancelled", () => void endChild(child));
      });
      const response = new RunResponse();
      response.setError(end.error);
      response.setBail(end.bail);
      return response;
    }),
    runPlugin,
    about: unary(() => {
      const response = new AboutResponse();
      response.setExecutable(process.execPath);
      response.setVersion(process.version);
      return response;
    }),
    getProgramDependencies: unary<GetProgramDependenciesRequest>((request) => {
      const response = new GetProgramDependenciesResponse();
      for (const { name, version } of programDependencies(request.getInfo()?.getProgramDirectory() ?? ".")) {
        const dependency = new DependencyInfo();
        dependency.setName(name);
        dependency.setVersion(version);
        response.addDependencies(dependency);
      }
      return response;
    }),
    installDependencies: (call: { readonly request: InstallDependenciesRequest; emit: Emit }) => {
      const directory = call.request.getInfo()?.getProgramDirectory() ?? ".";
      const hint = `This language host installs nothing. Run \`npm ci\` in ${directory}.`;
      call.emit("error", serviceError(new Refusal(hint, status.UNIMPLEMENTED)));
    },
    cancel: unary(async () => {
      await endChildren();
      return new Empty();
    }),
  };
}

type Emit = (event: "error", error: unknown) => boolean;
