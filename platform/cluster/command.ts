import { spawn } from "node:child_process";
import { PlatformFailure } from "../failure";
import { paths } from "./paths";

/** How a short-lived program ended. */
export interface Outcome {
  /** Undefined when it could not be started or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a program runs. */
export interface Surroundings {
  /** @default this process's environment */
  readonly env?: NodeJS.ProcessEnv;
  /** @default this process's folder */
  readonly cwd?: string;
}

/** Runs a program to its end. A failing one is a result; `must` makes it an error. */
export function run(
  command: string,
  args: readonly string[],
  input = "",
  surroundings: Surroundings = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...surroundings, stdio: ["pipe", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.once("error", (error) => (stderr += error.message));
    child.once("close", (code) => {
      resolve({ exitCode: code === null || code < 0 ? undefined : code, stdout, stderr });
    });
    // A program that ends without reading its input is judged by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/**
 * The command line that does the same inside the cluster's network namespace. Not `ip netns exec`: that mounts a
 * fresh /sys, without cgroups.
 */
export function insideNamespace(
  command: string,
  args: readonly string[],
): { command: string; args: readonly string[] } {
  return { command: "nsenter", args: [`--net=${paths().networkNamespace}`, "--", command, ...args] };
}

/** @returns what the program printed. @throws PlatformFailure when it fails. */
export async function must(
  what: string,
  {
    command,
    args,
    ...surroundings
  }: { readonly command: string; readonly args: readonly string[] } & Surroundings,
  input?: string,
): Promise<string> {
  const { exitCode, stdout, stderr } = await run(command, args, input, surroundings);
  if (exitCode === 0) return stdout;
  throw new PlatformFailure({
    problem: `${what} failed`,
    details: [
      `command: ${[command, ...args].join(" ")}`,
      ...`${stdout}\n${stderr}`
        .split("\n")
        .filter((line) => line.trim() !== "")
        .slice(-8),
    ],
    next: "Run `npm run down`, then the same command again.",
  });
}
