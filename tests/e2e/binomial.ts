/**
 * The central interval that a binomial count falls into with at least the given confidence.
 *
 * @param confidence for example 0.999; half of the rest may lie on each side.
 */
export function binomialInterval(
  trials: number,
  probability: number,
  confidence: number,
): { low: number; high: number } {
  const tail = (1 - confidence) / 2;
  let [low, high, below] = [0, trials, 0];
  for (let count = 0; count <= trials; count++) {
    below += Math.exp(logBinomial(trials, count, probability));
    if (below <= tail) low = count + 1;
    if (below >= 1 - tail) {
      high = count;
      break;
    }
  }
  return { low, high };
}

function logBinomial(trials: number, count: number, probability: number): number {
  let log = count * Math.log(probability) + (trials - count) * Math.log(1 - probability);
  for (let k = 1; k <= count; k++) log += Math.log((trials - count + k) / k);
  return log;
}
