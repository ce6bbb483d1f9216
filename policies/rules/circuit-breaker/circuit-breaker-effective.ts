import type { Field } from "../../kit/field";
import { outlierFaults, poolFaults } from "../../kit/istio/circuit-breaker";
import { policiesOf } from "../../kit/istio/traffic-policy";
import { destinationRuleKind } from "../../kit/kinds";
import { defineRule } from "../../kit/rule";
import type { Fault } from "../../kit/rule";

const says = {
  absent: (block: Field, effect: string) => ({
    problem: `${block.path} is absent, so ${effect}`,
    fix: `add ${block.path}`,
  }),
};

export const circuitBreakerEffective = defineRule({
  code: "PM1102",
  name: "circuit-breaker-effective",
  area: "circuit-breaker",
  scope: "resource",
  severity: "critical",
  description: "Every DestinationRule limits connections and requests, and ejects instances that fail.",
  fix: "Give trafficPolicy a connectionPool with finite limits and an outlierDetection that counts errors.",
  tags: ["istio", "circuit-breaker", "resilience"],
  config: {
    largestLimit: {
      type: "whole number",
      default: 100_000,
      minimum: 1,
      maximum: 2_147_483_646,
      description: "The largest number of connections or requests that still counts as a limit.",
    },
  },
  on: [destinationRuleKind],

  check(rule, { config, report }) {
    for (const { field, inherits } of policiesOf(rule)) {
      const pool = field.at("connectionPool");
      const outliers = field.at("outlierDetection");
      const faults: Fault[] = [
        ...faultsOf(pool, inherits, "nothing limits connections and requests", (block) =>
          poolFaults(block, config.largestLimit),
        ),
        ...faultsOf(outliers, inherits, "a failing instance is never ejected", outlierFaults),
      ];
      for (const fault of faults) report(fault);
    }
  },
});

/** A block that is absent is no fault where the one of the whole rule holds in its place. */
function faultsOf(
  block: Field,
  inherits: boolean,
  effect: string,
  judge: (block: Field) => Fault[],
): Fault[] {
  if (!block.isAbsent()) return judge(block);
  return inherits ? [] : [says.absent(block, effect)];
}
