import { prepareEngine, recoverStack, withEngineLock } from "../platform/engine/index";
import type { ConfigValues } from "../platform/engine/index";
import { PlatformFailure } from "../platform/failure";
import { findTools } from "../platform/toolchain/index";
import { checkSettings } from "./check-settings";
import { collectConfig, Findings, newCommand, runCommand } from "./command";
import { devStack, packArguments, runHere, runPulumi } from "./pulumi";
import { lastTarget } from "./target";

interface Options {
  readonly stack: string;
  readonly config: ConfigValues;
}

const command = newCommand(
  "npm run preview --",
  "Shows what an update would change, and what the policy packs say of it. Changes nothing.",
)
  .option("--stack <environment>", "dev, staging or prod", devStack)
  .option("--config <key=value>", "a setting for this preview only (repeatable, dev only)", collectConfig, {})
  .action(({ stack, config }: Options) =>
    stack === devStack ? previewDev(config) : previewElsewhere(stack, config),
  );

void runCommand(command);

async function previewDev(overrides: ConfigValues): Promise<void> {
  const target = lastTarget();
  checkSettings(devStack, target.generated, overrides);
  const { tools } = await findTools({ only: ["pulumi", "helm"] });
  await withEngineLock(say, async () => {
    const engine = await prepareEngine(tools, { stack: devStack, ...target, overrides });
    await recoverStack(engine, devStack, say);
    judge(await runPulumi(engine, ["preview", "--stack", devStack, "--non-interactive"]));
  });
}

/** With the backend, the plugins and the credentials of whoever calls. */
async function previewElsewhere(stack: string, overrides: ConfigValues): Promise<void> {
  checkSettings(stack, {}, overrides);
  if (Object.keys(overrides).length > 0) {
    throw new PlatformFailure({
      problem: `--config is for ${devStack}; ${stack} is what Pulumi.${stack}.yaml says`,
      next: `Change the file, or use: pulumi config set --stack ${stack} --path 'pattern-mesh:<setting>' <value>`,
    });
  }
  const { tools } = await findTools({ only: ["pulumi"] });
  const args = ["preview", ...packArguments(), "--stack", stack, "--non-interactive"];
  judge(await runHere(tools.path("pulumi"), args, process.env));
}

function judge(exitCode: number): void {
  if (exitCode !== 0)
    throw new Findings("The preview failed; the lines above say where and why. Nothing was changed.");
}

function say(line: string): void {
  console.log(line);
}
