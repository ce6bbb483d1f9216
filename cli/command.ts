import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { parse } from "yaml";
import type { ConfigValues } from "../platform/engine/index";
import { PlatformFailure } from "../platform/failure";

/** Exit codes of every command: all well, findings or failed checks, wrong usage or environment. */
export const exitCode = { ok: 0, findings: 1, unusable: 2 } as const;

/** Ends a command with code 1 after it has shown what it found. */
export class Findings extends Error {}

/** @returns a command that throws instead of ending the process, so that `runCommand` chooses the exit code. */
export function newCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .showHelpAfterError("(--help shows the options)");
}

/** Parses this process's arguments, does the command's work, and sets the exit code. */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.unusable;
  if (error instanceof Findings) {
    if (error.message !== "") console.error(`\n${pc.red("✗")} ${error.message}`);
    return exitCode.findings;
  }
  if (error instanceof PlatformFailure) {
    console.error(renderFailure(error));
    return exitCode.unusable;
  }
  throw error;
}

/** @returns a failure as one screen: the problem, what was seen, the next step. */
export function renderFailure({ message, details, next }: PlatformFailure): string {
  const seen = details.map((line) => `  - ${line}`);
  return ["", `${pc.red("✗")} ${pc.bold(message)}`, ...seen, `${pc.cyan("→")} ${next}`].join("\n");
}

/** Collects a repeatable `--config key=value`; values are YAML, as in the stack's file. */
export function collectConfig(text: string, before: ConfigValues): ConfigValues {
  const at = text.indexOf("=");
  if (at < 1) {
    throw new PlatformFailure({
      problem: `--config ${text} has no key and value`,
      next: "Write it as --config canaryWeight=30",
    });
  }
  const key = text.slice(0, at).replace(/^pattern-mesh:/, "");
  return { ...before, [key]: parseValue(key, text.slice(at + 1)) };
}

function parseValue(key: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new PlatformFailure({
      problem: `--config ${key} is not YAML`,
      details: (error instanceof Error ? error.message : String(error))
        .split("\n")
        .filter((line) => line !== ""),
      next: "Mend the value; --config 'services={order-service: {replicas: 2}}' is an example of an object.",
      cause: error,
    });
  }
}
