import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { stringAt } from "../provider/json";
import { startNode } from "./child";
import type { ChildProcess } from "node:child_process";
import { runModule } from "./modules";
import { optionsOf } from "./options";

/** The exit code by which the SDK says that it has told the user already. */
const exitCodeToldUser = 32;

/** What the engine is told when the program has ended. */
export interface ProgramEnd {
  /** Empty when the program succeeded or has told the user itself. */
  readonly error: string;
  readonly bail: boolean;
}

/**
 * Runs a Pulumi program as the official host does: `node <nodeargs> @pulumi/pulumi/cmd/run <flags> <entry point>`.
 *
 * @param started gets the process, to end it when the engine cancels.
 */
export function runProgram(
  request: RunRequest,
  engine: string,
  started: (child: ChildProcess) => void,
): Promise<ProgramEnd> {
  const { programDirectory, command } = commandLine(request, engine);
  const child = startNode(command, {
    cwd: programDirectory,
    env: { ...process.env, ...environment(request) },
    // What the program prints, the engine reads from this process.
    stdio: ["ignore", "inherit", "inherit"],
  });
  started(child);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve({ error: `The program could not be started: ${error.message}`, bail: false });
    });
    child.once("exit", (code, signal) => {
      resolve(programEnd(code, signal));
    });
  });
}

/** The command line after `node`. */
export function commandLine(
  request: RunRequest,
  engine: string,
): { readonly programDirectory: string; readonly command: readonly string[] } {
  const info = request.getInfo();
  const programDirectory = info?.getProgramDirectory() ?? request.getPwd();
  const options = optionsOf(info);
  const flags: Readonly<Record<string, string | undefined>> = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    "dry-run": request.getDryrun() ? "true" : undefined,
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(flags).flatMap(([flag, value]) => (value ? [`--${flag}`, value] : []));
  return {
    programDirectory,
    command: [
      ...(stringAt(options, "nodeargs")?.split(/\s+/).filter(Boolean) ?? []),
      process.env["PULUMI_LANGUAGE_NODEJS_RUN_PATH"] ?? runModule("run", programDirectory),
      ...given,
      info?.getEntryPoint() ?? request.getProgram(),
      ...request.getArgsList(),
    ],
  };
}

/** The stack's configuration and the runtime's options, as the SDK reads them. */
export function environment(request: RunRequest): Record<string, string> {
  const options = optionsOf(request.getInfo());
  const tsconfig = stringAt(options, "tsconfig");
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: String(options["typescript"] !== false && options["typescript"] !== "false"),
    ...(tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
  };
}

export function programEnd(code: number | null, signal: NodeJS.Signals | null): ProgramEnd {
  if (code === 0) return { error: "", bail: false };
  if (code === exitCodeToldUser) return { error: "", bail: true };
  const how = code === null ? `was ended by ${signal ?? "a signal"}` : `exited with code ${code}`;
  return { error: `The program ${how}.`, bail: false };
}
