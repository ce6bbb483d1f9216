type Unit = "millisecond" | "second" | "minute" | "hour";

/** A length of time as people write it: `"30 seconds"`, `"1 minute"`, `"500 milliseconds"`. */
export type Duration = `${number} ${Unit}` | `${number} ${Unit}s`;

const millisecondsPer: Readonly<Record<Unit, number>> = {
  millisecond: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
};

/** The legal form of a {@link Duration}, for messages. */
export const durationForm = 'a whole number above 0 and a unit, such as "30 seconds"';

/** @returns milliseconds, or undefined when the text is not a duration above zero. */
export function milliseconds(duration: string): number | undefined {
  const [, amount, unit] = /^(\d+) (millisecond|second|minute|hour)s?$/.exec(duration) ?? [];
  if (amount === undefined || unit === undefined || Number(amount) === 0) return undefined;
  return Number(amount) * millisecondsPer[unit as Unit];
}

/**
 * As Istio wants it: `30s`, `500ms`. Whole seconds are given as seconds, however they were written.
 *
 * @throws RangeError when the text is not a duration; arguments are checked before they get here.
 */
export function toIstio(duration: Duration): string {
  const length = milliseconds(duration);
  if (length === undefined) throw new RangeError(`"${duration}" is not ${durationForm}`);
  return length % 1_000 === 0 ? `${length / 1_000}s` : `${length}ms`;
}
