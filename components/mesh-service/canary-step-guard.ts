import * as pulumi from "@pulumi/pulumi";

/** How far one update may move a canary. */
export interface CanaryStep {
  readonly service: string;
  readonly host: string;
  /** The subset that is being tried out. */
  readonly version: string;
  /** Points of percent, 1 to 100. */
  readonly maxStep: number;
  /** The setting that holds the weight, for the message: `pattern-mesh:canaryWeight`. */
  readonly weightSetting: string;
  /** The setting that holds `maxStep`, for the message. */
  readonly stepSetting: string;
}

/**
 * Refuses updates that move a canary further than its step. It runs at preview as well, and a preview that fails stops
 * the update before anything has changed. A first deployment has no old weights and passes.
 */
export function canaryStepGuard(step: CanaryStep): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${step.service}-canary-step`,
    ({ name, oldInputs, newInputs }) => {
      const refusal = refuseStep(step, name, oldInputs, newInputs);
      if (refusal !== undefined) throw new Error(refusal);
    },
    { onDryRun: true },
  );
}

/**
 * Compares the weights in a VirtualService's inputs before and after.
 * Going back to 0 is always legal: whoever has to stop a bad version must not be made to wait.
 *
 * @returns why the update is refused, or undefined when it may go on.
 */
export function refuseStep(
  step: CanaryStep,
  resource: string,
  oldInputs: unknown,
  newInputs: unknown,
): string | undefined {
  const before = canaryShare(step, oldInputs);
  const after = canaryShare(step, newInputs);
  if (before === "none" || after === "none" || after === 0) return undefined;
  const subject = `VirtualService ${resource}: the weight of ${step.service} ${step.version}`;
  if (before === "unknown" || after === "unknown") {
    return `${subject} cannot be decided at preview. Set ${step.weightSetting} to a plain number.`;
  }
  if (Math.abs(after - before) <= step.maxStep) return undefined;
  const next = before + Math.sign(after - before) * step.maxStep;
  return (
    `${subject} would move from ${before} % to ${after} % in one update, and the largest legal step is ` +
    `${step.maxStep} points. Set ${step.weightSetting} to ${next} next, or raise ${step.stepSetting}.`
  );
}

/**
 * The percentage of plain requests that the canary gets: the largest over all routes to the service that ask for no
 * header. "none" when nothing routes to the service, "unknown" when a weight is not a number.
 */
export function canaryShare(
  { host, version }: Pick<CanaryStep, "host" | "version">,
  inputs: unknown,
): number | "none" | "unknown" {
  const shares = plainRoutes(inputs)
    .map((route) => list(field(route, "route")))
    .filter((targets) => targets.some((target) => field(field(target, "destination"), "host") === host))
    .map((targets) => targets.filter((target) => field(field(target, "destination"), "subset") === version))
    .map((canaries) => canaries.map((target) => field(target, "weight") ?? 100));
  if (shares.length === 0) return "none";
  let largest = 0;
  for (const weight of shares.flat()) {
    if (typeof weight !== "number") return "unknown";
    largest = Math.max(largest, weight);
  }
  return largest;
}

function plainRoutes(inputs: unknown): unknown[] {
  const asksForHeader = (match: unknown) => field(match, "headers") !== undefined;
  return list(field(field(inputs, "spec"), "http")).filter((route) => {
    const matches = list(field(route, "match"));
    return matches.length === 0 || !matches.every(asksForHeader);
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
