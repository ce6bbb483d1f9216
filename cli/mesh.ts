import { isEmptyStack, prepareEngine, recoverStack, withEngineLock } from "../platform/engine/index";
import { PlatformFailure } from "../platform/failure";
import { findTools } from "../platform/toolchain/index";
import type { Tools } from "../platform/toolchain/index";
import { newCommand, runCommand } from "./command";
import { kubectl } from "./kubectl";
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
  const code = await runHere(engine.pulumi, pulumiArguments(engine, args), engine.env);
  if (args[0] === "destroy" && isEmptyStack(devStack)) await removeKeptDefinitions(tools, target);
  return code;
}

/**
 * Istio's chart has helm keep its CRDs, as deleting one deletes the configuration of every team in the cluster. The
 * embedded node serves this stack alone, so nothing is left to keep them for.
 */
async function removeKeptDefinitions(tools: Tools, { kubeconfig, context }: Target): Promise<void> {
  if (context !== undefined) return;
  const client = { command: tools.path("kubectl"), kubeconfig };
  await kubectl(client, [
    "delete",
    "customresourcedefinitions",
    "--selector",
    "app.kubernetes.io/part-of=istio",
  ]);
}

function isPassed(tool: string): tool is PassedTool {
  return passed.some((name) => name === tool);
}

/** Standard output belongs to the tool. */
function warn(line: string): void {
  console.error(line);
}
