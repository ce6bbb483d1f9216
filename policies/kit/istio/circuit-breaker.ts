import type { Field } from "../field";
import type { Fault } from "../rule";
import { durationMs } from "./duration";

/** What is wrong with the limits of a connectionPool: each must be there, above 0 (0 is unlimited) and finite. */
export function poolFaults(pool: Field, largest: number): Fault[] {
  const required = [pool.at("tcp", "maxConnections"), pool.at("http", "http1MaxPendingRequests")];
  const optional = [pool.at("http", "http2MaxRequests")].filter((limit) => !limit.isAbsent());
  return [...required, ...optional]
    .filter((limit) => !isWithin(limit, 1, largest))
    .map((limit) => fault(limit, "which limits nothing", `a number from 1 to ${largest}`));
}

/** What keeps an outlierDetection from ejecting an instance that fails. */
export function outlierFaults(outliers: Field): Fault[] {
  const counters = [outliers.at("consecutive5xxErrors"), outliers.at("consecutiveGatewayErrors")];
  const counts = counters.map((counter) => isWithin(counter, 1, Infinity)).includes(true);
  const deprecated = outliers.at("consecutiveErrors");
  const percent = outliers.at("maxEjectionPercent");
  return [
    ...(counts ? [] : [noErrors(outliers)]),
    ...(deprecated.isAbsent() ? [] : [isDeprecated(deprecated)]),
    ...(isWithin(percent, 1, 100)
      ? []
      : [fault(percent, "so few or no instances can be ejected", "a number from 1 to 100, such as 50")]),
    ...[outliers.at("interval"), outliers.at("baseEjectionTime")]
      .filter((time) => (durationMs(time.text() ?? "1s") ?? 0) < 1)
      .map((time) => fault(time, "which is no duration of 1ms or more", 'a duration such as "30s"')),
  ];
}

function noErrors(outliers: Field): Fault {
  return {
    problem: `${outliers.path} counts no errors, so a failing instance is never ejected`,
    fix: `set ${outliers.path}.consecutive5xxErrors to a number above 0, such as 5`,
  };
}

function isDeprecated(counter: Field): Fault {
  return { problem: `${counter.path} is deprecated`, fix: `replace ${counter.path} by consecutive5xxErrors` };
}

function fault(field: Field, effect: string, legal: string): Fault {
  return { problem: `${field.path} is ${field.shown}, ${effect}`, fix: `set ${field.path} to ${legal}` };
}

function isWithin(field: Field, least: number, most: number): boolean {
  const value = field.wholeNumber();
  return value !== undefined && least <= value && value <= most;
}
