import type { Fault } from "../rule";
import type { Destination, Route } from "./virtual-services";

const says = {
  empty: ({ field }: Route) => ({
    problem: `${field.path} sends its requests nowhere`,
    fix: `add ${field.path}.route with a destination, a redirect or a directResponse`,
  }),
  weight: ({ weight }: Destination) => ({
    problem: `${weight.path} is ${weight.shown}`,
    fix: `set ${weight.path} to a whole number from 0 to 100`,
  }),
  sum: ({ field }: Route, sum: number) => ({
    problem: `the weights of ${field.path}.route add up to ${sum}`,
    fix: "make them add up to 100",
  }),
};

/** What is wrong with how a route shares its requests out. */
export function weightFaults(route: Route): Fault[] {
  const { destinations } = route;
  if (destinations.length === 0) return route.answersItself ? [] : [says.empty(route)];
  // A single destination gets everything, said or not.
  const weights = destinations.map(
    ({ weight }) => weight.wholeNumber() ?? (destinations.length === 1 ? 100 : -1),
  );
  const wrong = destinations.filter((_, index) => !isPercent(weights[index]));
  if (wrong.length > 0) return wrong.map(says.weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum === 100 ? [] : [says.sum(route, sum)];
}

function isPercent(weight: number | undefined): boolean {
  return weight !== undefined && weight >= 0 && weight <= 100;
}
