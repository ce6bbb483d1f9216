import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import type { Engine } from "../platform/engine/index";
import { projectDir } from "../platform/locations";

/** The packs that every update and preview runs. */
const policyPacks = [join(projectDir, "policies", "mesh-gate")] as const;

/** The stack of the embedded environment. */
export const devStack = "dev";

/** Pulumi commands that run the program, and so need the joined configuration; the first two run the packs, too. */
const gated = ["up", "preview"];
const configured = [...gated, "update", "refresh", "destroy", "import", "watch"];

/**
 * @returns a Pulumi command line as the project runs it: with the policy packs and the joined configuration where the
 * command takes them.
 */
export function pulumiArguments(
  engine: Pick<Engine, "configFile">,
  args: readonly string[],
): readonly string[] {
  const [command = "", ...rest] = args;
  if (!configured.includes(command)) return args;
  const packs = gated.includes(command) ? packArguments() : [];
  return [command, ...packs, "--config-file", engine.configFile, ...rest];
}

/** @returns the options that make an update or a preview run the packs. */
export function packArguments(): readonly string[] {
  return policyPacks.flatMap((pack) => ["--policy-pack", pack]);
}

/** Runs Pulumi on this terminal. @returns its exit code. */
export function runPulumi(engine: Engine, args: readonly string[]): Promise<number> {
  return runHere(engine.pulumi, pulumiArguments(engine, args), engine.env);
}

/**
 * Runs a program on this terminal. An interrupt reaches it directly; this process stays until it has ended.
 *
 * @returns its exit code, as a shell gives it.
 */
export function runHere(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const stay = () => undefined;
  process.on("SIGINT", stay);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", env, cwd: projectDir });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("SIGINT", stay);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** What a machine without the official plugins says at each run. */
export function standInNotice(engine: Pick<Engine, "standIns">): readonly string[] {
  if (engine.standIns.length === 0) return [];
  const names = engine.standIns.map(({ executable }) => executable).join(", ");
  return [
    `stand-ins serve for plugins that are not installed: ${names}`,
    ...engine.standIns.map(({ executable, official }) => `the official ${executable}: ${official}`),
  ];
}
