import { PlatformFailure } from "../failure";
import type { ClientResult } from "./client";

/** The registry clients, with what a person can do when their registry does not answer. */
const mirrors = {
  go: "set GOPROXY to a mirror that can be reached",
  pip: "set PIP_INDEX_URL to a mirror that can be reached",
  "apt-get": "check the sources in /etc/apt",
} as const;

export type ClientName = keyof typeof mirrors;

/** What a client was asked to do. */
export interface ClientTask {
  readonly client: ClientName;
  /** For people: `Go module k8s.io/kubernetes v1.36.3`. */
  readonly what: string;
  /** The command as one would type it. */
  readonly command: string;
}

type Cause = "disk full" | "wrong checksum" | "unreachable" | "refused" | "other";

/** Most telling first: a full disk also breaks downloads. */
const signs: readonly (readonly [Cause, RegExp])[] = [
  ["disk full", /no space left on device|ENOSPC|disk quota exceeded|enough free space/i],
  ["wrong checksum", /checksum mismatch|SECURITY ERROR|DO NOT MATCH THE HASHES|Hash Sum mismatch/i],
  ["refused", /\b(?:401 Unauthorized|403 Forbidden|403 {2}Forbidden|404 Not Found|410 Gone)\b/i],
  [
    "unreachable",
    /no such host|connection refused|i\/o timeout|TLS handshake|proxyconnect|network is unreachable|Could not resolve|Temporary failure|NewConnectionError|Max retries exceeded|ConnectTimeout|Read timed out|Unable to connect|Cannot initiate|Failed to fetch|\(from versions: none\)|module lookup disabled/i,
  ],
];

/** Reads from a client's output why it failed. */
export function causeOf(output: string): Cause {
  return signs.find(([, sign]) => sign.test(output))?.[0] ?? "other";
}

/** Turns a failed client command into words a person can act on. */
export function clientFailure(task: ClientTask, result: ClientResult): PlatformFailure {
  const details = [`command: ${task.command}`, ...lastLines(result.output)];
  switch (causeOf(result.output)) {
    case "disk full":
      return new PlatformFailure({
        problem: `The disk filled up while installing ${task.what}`,
        details,
        next: "Free some space, then run the same command again: finished parts are kept.",
      });
    case "wrong checksum":
      return new PlatformFailure({
        problem: `${task.what} is not what this project pinned: its checksum differs`,
        details,
        next: "Do not go round this: find out what the proxy or mirror in between serves.",
      });
    case "refused":
      return new PlatformFailure({
        problem: `The registry of ${task.client} refused ${task.what}`,
        details,
        next: `Ask whoever runs the mirror in between for this package, or ${mirrors[task.client]}.`,
      });
    case "unreachable":
      return new PlatformFailure({
        problem: `The registry of ${task.client} cannot be reached for ${task.what}`,
        details,
        next: `Check the network, or ${mirrors[task.client]}; then run the same command again: finished parts are kept.`,
      });
    case "other":
      return new PlatformFailure({
        problem: `${task.client} could not install ${task.what}`,
        details,
        next: "The lines above are what it said; run that command by hand to see all of it.",
      });
  }
}

function lastLines(output: string): readonly string[] {
  return output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-6)
    .map((line) => (line.length > 200 ? `${line.slice(0, 200)} …` : line));
}
