import type { Report } from "../platform/failure";
import { PlatformFailure } from "../platform/failure";
import { valueOf } from "./measurement";
import type { Measurement } from "./measurement";

/** A part of the benchmark that can fail without harm to the others. */
export interface Part {
  readonly name: string;
  /** Yields each figure as soon as it has it, so that a later failure does not lose it. */
  measure(report: Report): AsyncIterable<Measurement>;
}

/** A part that did not come to its end. */
export interface PartFailure {
  readonly part: string;
  readonly reason: string;
}

export interface Figures {
  readonly measurements: readonly Measurement[];
  readonly failures: readonly PartFailure[];
}

/**
 * Takes the figures of all parts, one part after the other.
 *
 * @param isStopped asked before each part and after each figure; what is left then counts as failed.
 */
export async function collect(
  parts: readonly Part[],
  report: Report,
  isStopped: () => boolean = () => false,
): Promise<Figures> {
  const measurements: Measurement[] = [];
  const failures: PartFailure[] = [];
  for (const part of parts) {
    try {
      refuseWhen(isStopped());
      report(part.name);
      for await (const measurement of part.measure(report)) {
        measurements.push(measurement);
        report(`  ${measurement.name}: ${valueOf(measurement)}`);
        refuseWhen(isStopped());
      }
    } catch (error) {
      failures.push({ part: part.name, reason: reasonOf(error) });
    }
  }
  return { measurements, failures };
}

function refuseWhen(isStopped: boolean): void {
  if (isStopped) throw new Error("interrupted");
}

function reasonOf(error: unknown): string {
  if (error instanceof PlatformFailure) return [error.message, ...error.details, error.next].join("\n");
  return error instanceof Error ? error.message : String(error);
}
