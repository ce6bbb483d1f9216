import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How to run one command of a registry client or tool. */
export interface ClientOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line of either stream as it comes. */
  readonly onLine?: (line: string) => void;
}

/** How the command ended. */
export interface ClientResult {
  /** Undefined when the program does not exist or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Both streams in the order they came. */
  readonly output: string;
}

/** Runs a program to its end; a failing one is a result, not an exception. Tests pass their own. */
export type RunClient = (
  command: string,
  args: readonly string[],
  options?: ClientOptions,
) => Promise<ClientResult>;

export const runClient: RunClient = (command, args, { cwd, env, onLine } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const endWithUs = () => child.kill();
    process.once("exit", endWithUs);
    const stdout: string[] = [];
    const both: string[] = [];
    const collect = (line: string, ...to: string[][]) => {
      for (const lines of to) lines.push(line);
      onLine?.(line);
    };
    createInterface(child.stdout).on("line", (line) => {
      collect(line, stdout, both);
    });
    createInterface(child.stderr).on("line", (line) => {
      collect(line, both);
    });
    child.once("error", (error) => both.push(error.message));
    child.once("close", (code) => {
      process.removeListener("exit", endWithUs);
      // A program that could not be started closes with a negative number.
      const exitCode = code === null || code < 0 ? undefined : code;
      resolve({ exitCode, stdout: stdout.join("\n"), output: both.join("\n") });
    });
  });
