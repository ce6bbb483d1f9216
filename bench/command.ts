import { run } from "../platform/cluster/command";
import { projectDir } from "../platform/locations";

/** A command of the project that ran to its end. */
export interface TimedRun {
  /** Whole process, npm included. */
  readonly seconds: number;
  readonly output: string;
}

/** Runs an npm script. @throws Error with its output when it fails. */
export async function timeNpm(...args: readonly string[]): Promise<TimedRun> {
  return timeCommand("npm", args[0] === "test" ? args : ["run", "--silent", ...args]);
}

/** Runs a program. @throws Error with its output when it fails. */
export async function timeCommand(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<TimedRun> {
  const begin = process.hrtime.bigint();
  const { exitCode, stdout, stderr } = await run(command, args, "", {
    cwd: projectDir,
    env: { ...env, NO_COLOR: "1" },
  });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (exitCode !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  return { seconds, output: stdout };
}

/** @throws Error when a run did not do what its figure is about. */
export function mustShow(run: TimedRun, words: RegExp): TimedRun {
  if (words.test(run.output)) return run;
  throw new Error(`${String(words)} is missing in:\n${run.output}`);
}
