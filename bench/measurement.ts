/** One figure of the benchmark. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "ms" | "MiB" | "x";
  /** What the project aims for, in the same unit; less is better. */
  readonly target?: number;
  /** How it was taken. */
  readonly note: string;
}

/** @returns the middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("There is no median of no values");
  return (lower + upper) / 2;
}

/** @returns a row for people; the ratio says how much of the target was used. */
export function rowOf(measurement: Measurement): readonly string[] {
  const { name, unit, target, value, note } = measurement;
  const ratio = target === undefined ? "" : (value / target).toFixed(2);
  return [name, valueOf(measurement), target === undefined ? "" : `<= ${target} ${unit}`, ratio, note];
}

/** @returns the value with its unit, in three digits or more. */
export function valueOf({ value, unit }: Pick<Measurement, "value" | "unit">): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)} ${unit}`;
}

/** @returns what the runs behind a median were, for its note: `median of 3 (4.10 s to 5.02 s)`. */
export function spread(values: readonly number[], unit: Measurement["unit"]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `median of ${values.length} (${valueOf({ value: least, unit })} to ${valueOf({ value: most, unit })})`;
}
