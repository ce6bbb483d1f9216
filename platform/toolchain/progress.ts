import type { Report } from "../failure";

const heartbeat = 15_000;

/** What a step says about itself while it runs: `612 packages compiled`. */
export type Detail = (text: string) => void;

/**
 * Runs one long step: reports every 15 seconds what it is doing and for how long, and at its end how long it took.
 */
export async function timed<T>(
  report: Report,
  label: string,
  work: (detail: Detail) => Promise<T>,
): Promise<T> {
  const started = Date.now();
  const elapsed = () => formatDuration(Date.now() - started);
  let doing = "working";
  const timer = setInterval(() => {
    report(`${label}: ${doing}, ${elapsed()}`);
  }, heartbeat);
  try {
    const result = await work((text) => (doing = text));
    report(`${label}: ready after ${elapsed()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** @returns `45 s`, `3 min` or `3 min 20 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}
