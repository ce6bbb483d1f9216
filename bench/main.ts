import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCommand, runCommand } from "../cli/command";
import { renderTable } from "../cli/table";
import { checkMachine } from "../platform/cluster/index";
import { measureColdBuild } from "./cold";
import { timeNpm } from "./command";
import { describeMachine } from "./machine";
import { rowOf } from "./measurement";
import type { Measurement } from "./measurement";
import { measurePreview, measureProgram } from "./preview";
import { measureUpdates } from "./update";

interface Options {
  readonly cold: boolean;
  readonly json: boolean;
}

const command = newCommand(
  "npm run bench --",
  "Measures the platform, the program and the gate, on a platform of its own.",
)
  .option("--cold", "build every tool anew first (over ten minutes)", false)
  .option("--json", "print JSON", false)
  .action((options: Options) => withOwnState(() => bench(options)));

void runCommand(command);

async function bench({ cold, json }: Options): Promise<void> {
  const measurements: Measurement[] = [];
  const add = async (measure: () => Promise<readonly Measurement[]>) => {
    measurements.push(...(await measure()));
  };
  if (cold) await add(() => measureColdBuild(report));
  report("npm test");
  await add(async () => [
    {
      name: "npm test",
      value: (await timeNpm("test")).seconds,
      unit: "s",
      target: 300,
      note: "after npm ci",
    },
  ]);
  await add(() => measureUpdates(report));
  report("previews with and without the packs");
  await add(measurePreview);
  report("the program under mocks");
  await add(measureProgram);

  const machine = await describeMachine();
  if (json) {
    console.log(JSON.stringify({ machine, measurements }, undefined, 2));
    return;
  }
  console.log(
    Object.entries(machine)
      .map(([what, value]) => `${what}: ${value}`)
      .join("\n"),
  );
  console.log(renderTable(["figure", "value", "target", "ratio", "how"], measurements.map(rowOf)));
  if (!cold) console.log("The build of the tools was not measured: npm run bench -- --cold");
}

/** So that nobody's stack is touched; another platform that runs is named and left alone. */
async function withOwnState(work: () => Promise<void>): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), "pattern-mesh-bench-state-"));
  process.env["PATTERN_MESH_STATE_DIR"] = state;
  await checkMachine();
  try {
    await work();
  } finally {
    await timeNpm("down", "--", "--purge");
    rmSync(state, { recursive: true, force: true });
  }
}

/** Figures go to standard output, progress does not. */
function report(line: string): void {
  console.error(line);
}
