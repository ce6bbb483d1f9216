import { join } from "node:path";
import { lastTarget } from "../cli/target";
import { packArguments } from "../cli/pulumi";
import { prepareEngine } from "../platform/engine/index";
import { projectDir } from "../platform/locations";
import { findTools } from "../platform/toolchain/index";
import { timeCommand } from "./command";
import { median } from "./measurement";
import type { Measurement } from "./measurement";

/** Pairs of previews, with and without the packs by turns, so that a slow minute of the machine hits both. */
const pairs = 5;

/** What the policy packs add to a preview of the running stack. */
export async function measurePreview(): Promise<readonly Measurement[]> {
  const { tools } = await findTools({ only: ["pulumi", "helm"] });
  const engine = await prepareEngine(tools, { stack: "dev", ...lastTarget() });
  const preview = async (...packs: readonly string[]) => {
    const args = [
      "preview",
      "--stack",
      "dev",
      "--non-interactive",
      "--config-file",
      engine.configFile,
      ...packs,
    ];
    return (await timeCommand(engine.pulumi, args, engine.env)).seconds;
  };
  const bare: number[] = [];
  const gated: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    bare.push(await preview());
    gated.push(await preview(...packArguments()));
  }
  const [without, with_] = [median(bare), median(gated)];
  const note = `median of ${pairs}, by turns`;
  return [
    { name: "preview without packs", value: without, unit: "s", note },
    { name: "preview with mesh-gate", value: with_, unit: "s", note },
    {
      name: "preview, with to without packs",
      value: with_ / without,
      unit: "x",
      note: "start of the pack included",
    },
  ];
}

/** The program's own share of a preview: loading its modules, and registering its resources. */
export async function measureProgram(): Promise<readonly Measurement[]> {
  const child = join(projectDir, "bench", "program-child.ts");
  const runs: { importMs: number; registerMs: number; resources: number }[] = [];
  for (let run = 0; run < 3; run++) {
    const { output } = await timeCommand(process.execPath, ["--import", "tsx", child]);
    runs.push(JSON.parse(output) as (typeof runs)[number]);
  }
  const note = `under mocks, ${runs[0]?.resources ?? 0} resources, median of ${runs.length}`;
  return [
    { name: "program: import", value: median(runs.map(({ importMs }) => importMs)), unit: "ms", note },
    {
      name: "program: registration",
      value: median(runs.map(({ registerMs }) => registerMs)),
      unit: "ms",
      note,
    },
  ];
}
