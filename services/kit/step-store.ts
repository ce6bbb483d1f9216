import { made } from "./saga-step";
import type { Applied, Step } from "./saga-step";

/** A step that made something. */
export interface StepWithEffect<R> {
  readonly step: Step<R>;
  readonly made: Applied<R>;
}

/** Keeps a service's steps, one for each saga. */
export interface StepStore<R> {
  /**
   * Lets `decide` judge the step of a saga and keeps what it returns. Nothing comes between the two.
   *
   * @throws what `decide` throws; then nothing is kept.
   */
  change<S extends Step<R>>(sagaId: string, decide: (seen: Step<R> | undefined) => S): Promise<S>;
  /** Steps that made something, newest first: at most `limit` of them, and how many there are. */
  newest(limit: number): Promise<{ readonly steps: readonly StepWithEffect<R>[]; readonly total: number }>;
}

/** Keeps steps as long as the process lives. */
export class MemorySteps<R> implements StepStore<R> {
  readonly #steps = new Map<string, Step<R>>();

  constructor(steps: readonly Step<R>[] = []) {
    for (const step of steps) this.#steps.set(step.sagaId, step);
  }

  change<S extends Step<R>>(sagaId: string, decide: (seen: Step<R> | undefined) => S): Promise<S> {
    return new Promise((resolve) => {
      const decided = decide(this.#steps.get(sagaId));
      this.#steps.set(sagaId, decided);
      resolve(decided);
    });
  }

  newest(limit: number): Promise<{ readonly steps: readonly StepWithEffect<R>[]; readonly total: number }> {
    const all = [...this.#steps.values()].flatMap((step) => {
      const effect = made(step);
      return effect === undefined ? [] : [{ step, made: effect }];
    });
    return Promise.resolve({ steps: all.slice(-limit).reverse(), total: all.length });
  }
}
