import { devStack, packArguments } from "../cli/pulumi";
import { lastTarget } from "../cli/target";
import { prepareEngine, withEngineLock } from "../platform/engine/index";
import type { Engine } from "../platform/engine/index";
import type { Report } from "../platform/failure";
import { findTools } from "../platform/toolchain/index";
import { mustBeUnchanged, mustShow, timeCommand } from "./command";
import type { Measurement } from "./measurement";
import { median, spread } from "./measurement";

/** Pairs of previews, the one with the packs first or last by turns, so that a slow minute hits both. */
const pairs = 5;

/** What the policy packs add to a preview of the running, unchanged stack. */
export async function* measurePreview(report: Report): AsyncGenerator<Measurement> {
  const { tools } = await findTools({ only: ["pulumi", "helm"] });
  const { bare, gated } = await withEngineLock(report, async () => {
    const engine = await prepareEngine(tools, { stack: devStack, ...lastTarget() });
    return timePairs(engine);
  });
  yield { name: "preview without packs", value: median(bare), unit: "s", note: spread(bare, "s") };
  yield { name: "preview with the packs", value: median(gated), unit: "s", note: spread(gated, "s") };
  const added = gated.map((seconds, pair) => seconds - (bare[pair] ?? seconds));
  yield { name: "preview: what the packs add", value: median(added), unit: "s", note: pairNote(added, "s") };
  const ratios = gated.map((seconds, pair) => seconds / (bare[pair] ?? seconds));
  yield { name: "preview: with to without", value: median(ratios), unit: "x", note: pairNote(ratios, "x") };
}

async function timePairs(engine: Engine): Promise<{ bare: readonly number[]; gated: readonly number[] }> {
  const [bare, gated]: [number[], number[]] = [[], []];
  const without = async () => (await preview(engine, [])).seconds;
  const with_ = async () => mustShow(await preview(engine, packArguments()), /Policies:/).seconds;
  // The first fills the caches of files for both.
  await with_();
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) bare.push(await without());
    gated.push(await with_());
    if (pair % 2 === 1) bare.push(await without());
  }
  return { bare, gated };
}

async function preview(engine: Engine, packs: readonly string[]): ReturnType<typeof timeCommand> {
  const options = ["--stack", devStack, "--non-interactive", "--config-file", engine.configFile];
  return mustBeUnchanged(await timeCommand(engine.pulumi, ["preview", ...packs, ...options], engine.env));
}

function pairNote(values: readonly number[], unit: Measurement["unit"]): string {
  return `${spread(values, unit)} over pairs by turns; start of the packs included`;
}
