import { run } from "../platform/cluster/command";
import { projectDir } from "../platform/locations";

/** A command of the project that ran to its end. */
export interface TimedRun {
  /** The whole process, npm included. */
  readonly seconds: number;
  readonly output: string;
}

/** Lines of a failed command that are shown. */
const shownLines = 25;

/** Runs an npm script. @throws Error with the end of its output when it fails. */
export function timeNpm(script: string, args: readonly string[] = []): Promise<TimedRun> {
  return timeCommand("npm", ["run", "--silent", script, "--", ...args]);
}

/** Runs a program. @throws Error with the end of its output when it fails. */
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
  if (exitCode === 0) return { seconds, output: stdout };
  const ending = exitCode === undefined ? "was ended by a signal" : `ended with ${exitCode}`;
  throw new Error(`${command} ${args.join(" ")} ${ending}:\n${lastLines(`${stdout}\n${stderr}`)}`);
}

/** @throws Error when a run's output lacks the words that tell it did what its figure is about. */
export function mustShow(timed: TimedRun, words: RegExp): TimedRun {
  if (words.test(timed.output)) return timed;
  throw new Error(`${String(words)} is missing in:\n${lastLines(timed.output)}`);
}

/** @throws Error when an update, or a preview, changed anything or found no resource at all. */
export function mustBeUnchanged(timed: TimedRun): TimedRun {
  mustShow(timed, /\d+ unchanged/);
  const change = /\d+ (to )?(create|update|delete|replace)d?\b/.exec(timed.output)?.[0];
  if (change === undefined) return timed;
  throw new Error(`a run that should have changed nothing has "${change}":\n${lastLines(timed.output)}`);
}

function lastLines(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-shownLines).join("\n");
}
