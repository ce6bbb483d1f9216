import { Findings, newCommand, runCommand } from "../cli/command";
import { renderTable } from "../cli/table";
import type { Report } from "../platform/failure";
import { collect } from "./collect";
import type { Figures, Part } from "./collect";
import { measureColdBuild } from "./cold";
import { measureGate } from "./gate";
import { describeMachine, describeVersions, load } from "./machine";
import type { Description } from "./machine";
import { rowOf } from "./measurement";
import { withOwnPlatform } from "./own-platform";
import { measurePreview } from "./preview";
import { measureProgram } from "./program";
import { measureUpdates } from "./update";

interface Options {
  readonly cold: boolean;
  readonly json: boolean;
}

const command = newCommand(
  "npm run bench --",
  "Measures the platform, the program and the gate, on a platform of its own. Exit code 1 when a part failed, never for a slow one.",
)
  .option("--cold", "build every tool anew first (over ten minutes)", false)
  .option("--json", "print JSON (with npm run --silent, nothing else)", false)
  .action(bench);

void runCommand(command);

const coldBuild: Part = { name: "cold build of the tools", measure: measureColdBuild };

const parts: readonly Part[] = [
  { name: "npm test", measure: measureGate },
  { name: "the program under mocks", measure: measureProgram },
  { name: "the platform", measure: measurePlatform },
];

/** One part: the previews are of the stack that the updates deploy. */
async function* measurePlatform(report: Report): ReturnType<typeof measureUpdates> {
  yield* measureUpdates(report);
  yield* measurePreview(report);
}

async function bench({ cold, json }: Options): Promise<void> {
  const machine = describeMachine();
  const figures = await withOwnPlatform(progress, (isStopped) =>
    collect(cold ? [coldBuild, ...parts] : parts, progress, isStopped),
  );
  const description = { ...machine, "load after": load(), ...(await describeVersions()) };
  const notMeasured = cold ? [] : [`${coldBuild.name}: not measured, --cold does`];
  if (json) console.log(JSON.stringify({ machine: description, ...figures, notMeasured }, undefined, 2));
  else print(description, figures, notMeasured);
  if (figures.failures.length > 0) throw new Findings(`${figures.failures.length} parts failed.`);
}

function print(
  description: Description,
  { measurements, failures }: Figures,
  notMeasured: readonly string[],
): void {
  for (const [what, value] of Object.entries(description)) console.log(`${what}: ${value}`);
  console.log(renderTable(["figure", "value", "target", "value/target", "how"], measurements.map(rowOf)));
  for (const line of notMeasured) console.log(line);
  for (const { part, reason } of failures) console.log(`\n${part} failed: ${reason}`);
}

/** Figures go to standard output, progress does not. */
function progress(line: string): void {
  console.error(line);
}
