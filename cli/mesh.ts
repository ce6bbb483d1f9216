import { prepareEngine, recoverStack, withEngineLock } from "../platform/engine/index";
import { PlatformFailure } from "../platform/failure";
import { findTools } from "../platform/toolchain/index";
import type { Tools } from "../platform/toolchain/index";
import { newCommand, runCommand } from "./command";
import { devStack, pulumiArguments, runHere } from "./pulumi";
import { lastTarget } from "./target";
import type { Target } from "./target";

/** The tools a person would type, each with the right cluster, stack and environment. */
const passed = ["kubectl", "istioctl", "helm", "pulumi"] as const;
type PassedTool = (typeof passed)[number];

const command = newCommand("npm run mesh --", `Runs a tool on the mesh: ${passed.join(", ")}.`)
  .argument("<tool>", passed.join(" | "))
  .argument("[arguments...]", "passed on as they are")
  .passThroughOptions()
  .allowUnknownOption()
  .action(async (tool: string, args: readonly string[]) => {
    if (!isPassed(tool)) {
      throw new PlatformFailure({
        problem: `"${tool}" is not a tool of the mesh`,
        details: [`it is one of ${passed.join(", ")}`],
        next: "For example: npm run mesh -- kubectl get pods -A",
      });
    }
    process.exitCode = await runTool(tool, args);
  });

void runCommand(command);

async function runTool(tool: PassedTool, args: readonly string[]): Promise<number> {
  const target = lastTarget();
  const { tools } = await findTools({ only: [...passed] });
  if (tool !== "pulumi")
    return runHere(tools.path(tool), args, { ...process.env, KUBECONFIG: target.kubeconfig });
  return withEngineLock(warn, () => pulumi(tools, target, args));
}

async function pulumi(tools: Tools, target: Target, args: readonly string[]): Promise<number> {
  const engine = await prepareEngine(tools, { stack: devStack, ...target });
  await recoverStack(engine, devStack, warn);
  return runHere(engine.pulumi, pulumiArguments(engine, args), engine.env);
}

function isPassed(tool: string): tool is PassedTool {
  return passed.some((name) => name === tool);
}

/** Standard output belongs to the tool. */
function warn(line: string): void {
  console.error(line);
}
