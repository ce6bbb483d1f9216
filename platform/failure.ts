/**
 * A failure a person can act on: what went wrong, what was seen, and the next step.
 * The commands print it on one screen without a stack trace and exit with 2.
 *
 * @example
 * throw new PlatformFailure({
 *   problem: "Port 8080 on 127.0.0.1 is taken",
 *   details: ["held by process 4711 (node)"],
 *   next: "Stop that process, or set PATTERN_MESH_GATEWAY_PORT to a free port.",
 * });
 */
export class PlatformFailure extends Error {
  readonly details: readonly string[];
  readonly next: string;

  constructor(failure: { problem: string; details?: readonly string[]; next: string; cause?: unknown }) {
    super(failure.problem, { cause: failure.cause });
    this.name = "PlatformFailure";
    this.details = failure.details ?? [];
    this.next = failure.next;
  }
}

/** Receives one short line per step of long work. The commands decide how it is shown. */
export type Report = (line: string) => void;
