import type { ServerWritableStream } from "@grpc/grpc-js";
import { RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import type { RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import { serviceError } from "../provider/failures";
import { endChild, startNode } from "./child";
import { runModule } from "./modules";

type Call = ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/**
 * Runs a policy pack, or a plugin written in JavaScript, and streams what it prints until it exits. The engine ends
 * it by ending the call.
 *
 * `nodeargs` is left out: the official host puts it after the script's name, where node does not see it, and a pack
 * that needs it here would fail there.
 */
export function runPlugin(call: Call): void {
  const { request } = call;
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
  const isPolicyPack = request.getKind() === "analyzer";
  let script: string;
  try {
    script = runModule(isPolicyPack ? "run-policy-pack" : "run-plugin", directory);
  } catch (error) {
    call.emit("error", serviceError(error));
    return;
  }
  const args = [script, ...request.getArgsList(), directory];
  const child = startNode(args, {
    // A policy pack reads its package.json from the working directory.
    cwd: isPolicyPack ? directory : request.getPwd(),
    env: Object.fromEntries(request.getEnvList().map(variable)),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout?.on("data", (chunk: Buffer) => {
    const response = new RunPluginResponse();
    response.setStdout(chunk);
    call.write(response);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    const response = new RunPluginResponse();
    response.setStderr(chunk);
    call.write(response);
  });
  child.once("error", (error) => {
    call.emit("error", serviceError(error));
  });
  // Not "exit": what it printed last is still on its way then.
  child.once("close", (code) => {
    const response = new RunPluginResponse();
    response.setExitcode(code ?? 1);
    call.write(response);
    call.end();
  });
  call.once("cancelled", () => {
    void endChild(child);
  });
}

function variable(entry: string): [string, string] {
  const at = entry.indexOf("=");
  return [entry.slice(0, at), entry.slice(at + 1)];
}
