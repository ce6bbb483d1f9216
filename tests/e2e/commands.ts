import { run } from "../../platform/cluster/command";
import { projectDir } from "../../platform/locations";

/** How a command of the project ended. */
export interface CommandResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Standard output, then standard error. */
  readonly all: string;
}

/** Runs an npm script as a person types it. */
export async function npmRun(
  script: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const { exitCode, stdout, stderr } = await run("npm", ["run", "--silent", script, "--", ...args], "", {
    cwd: projectDir,
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  return { exitCode, stdout, all: `${stdout}\n${stderr}` };
}

/** Runs an npm script that has to succeed. @returns its standard output. */
export async function npmMust(
  script: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { exitCode, all, stdout } = await npmRun(script, args, env);
  if (exitCode === 0) return stdout;
  throw new Error(`npm run ${script} -- ${args.join(" ")} ended with ${String(exitCode)}:\n${all}`);
}

/** A tool of the mesh, through `npm run mesh`. @returns its standard output. */
export function mesh(...args: readonly string[]): Promise<string> {
  return npmMust("mesh", args);
}
