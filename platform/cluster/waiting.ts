import { setTimeout as sleep } from "node:timers/promises";
import { PlatformFailure } from "../failure";

/** Waits for all, also when one fails, so that nothing goes on behind a failed start; then throws the first failure. */
export async function together(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/**
 * Asks until there is no fault.
 *
 * @param problem the failure's first line, for people.
 * @param fault answers undefined, or why not yet; an error thrown counts as a reason.
 */
export async function waitFor(
  problem: string,
  fault: () => Promise<string | undefined>,
  seconds: number,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const reason = await fault().catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (reason === undefined) return;
    if (Date.now() > deadline) {
      throw new PlatformFailure({
        problem: `${problem} within ${seconds} s`,
        details: [reason],
        next: "See `npm run status`; run `npm run up` again, after `npm run down` if it fails the same way.",
      });
    }
    await sleep(150);
  }
}
