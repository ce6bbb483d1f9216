import { execa } from "execa";

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

export const runClient: RunClient = async (command, args, options = {}) => {
  const child = execa(command, args, {
    all: true,
    reject: false,
    stdin: "ignore",
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  if (options.onLine !== undefined) {
    for await (const line of child.iterable({ from: "all" })) options.onLine(line);
  }
  const { exitCode, stdout, all } = await child;
  return { exitCode, stdout, output: all };
};
