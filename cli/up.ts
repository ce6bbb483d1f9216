import pc from "picocolors";
import { checkMachine, clusterAccess, startCluster } from "../platform/cluster/index";
import { waitFor } from "../platform/cluster/waiting";
import { prepareEngine, recoverStack, withEngineLock } from "../platform/engine/index";
import type { ConfigValues, Engine } from "../platform/engine/index";
import { buildImages } from "../platform/images/index";
import { ensureTools } from "../platform/toolchain/index";
import type { Tools } from "../platform/toolchain/index";
import { builtLater, checkSettings } from "./check-settings";
import { collectConfig, Findings, newCommand, runCommand } from "./command";
import { waitForPods } from "./pods-ready";
import { devStack, runPulumi, standInNotice } from "./pulumi";
import { step } from "./step";
import { contextTarget, embeddedTarget, rememberTarget } from "./target";
import type { Target } from "./target";

interface Options {
  readonly context?: string;
  readonly config: ConfigValues;
}

const command = newCommand(
  "npm run up --",
  "Installs what is missing, starts the platform, deploys stack dev with the policy packs, waits for every pod.",
)
  .option("--context <name>", "use this context of your kubeconfig in place of the embedded cluster")
  .option("--config <key=value>", "a setting for this run only (repeatable)", collectConfig, {})
  .action((options: Options) => withEngineLock(say, () => up(options)));

void runCommand(command);

async function up({ context, config }: Options): Promise<void> {
  checkSettings(devStack, context === undefined ? builtLater : {}, config);
  const { tools, target } = await (context === undefined ? startEmbedded() : useContext(context, config));
  rememberTarget(target);

  const engine = await prepareEngine(tools, { stack: devStack, ...target, overrides: config });
  await recoverStack(engine, devStack, say);
  await deploy(engine);
  const client = { command: tools.path("kubectl"), kubeconfig: target.kubeconfig };
  const pods = await step("Every pod ready", (report) => waitForPods(client, report));
  if (context === undefined) await step("Gateway answers", () => waitForGateway());
  say(`\n${pc.green("✓")} The mesh serves: ${pods.length} pods ready.\n`);
  for (const line of reach(target)) say(`  ${line}`);
  say("\n  next: npm run status · npm run mesh -- kubectl get pods -A · npm run down");
}

async function startEmbedded(): Promise<{ tools: Tools; target: Target }> {
  // Before the tools, whose installation would be in vain.
  await checkMachine();
  const tools = await step("Tools", (report) => ensureTools(report));
  const images = await step("Images", (report) => buildImages(tools, report));
  await step("Cluster and local AWS", (report) => startCluster(tools, images, report));
  const target = embeddedTarget(tools, images);
  // An update of a stopped platform's stack calls Istio's webhooks.
  const client = { command: tools.path("kubectl"), kubeconfig: target.kubeconfig };
  await step("Mesh control plane", (report) => waitForPods(client, report, { namespace: "istio-system" }));
  return { tools, target };
}

async function useContext(context: string, config: ConfigValues): Promise<{ tools: Tools; target: Target }> {
  const tools = await step("Tools", (report) => ensureTools(report, { only: ["pulumi", "kubectl", "helm"] }));
  return { tools, target: await contextTarget(tools.path("kubectl"), context, config) };
}

async function deploy(engine: Engine): Promise<void> {
  for (const line of standInNotice(engine)) say(pc.dim(line));
  const interactive = process.stdout.isTTY ? [] : ["--non-interactive"];
  const args = ["up", "--yes", "--stack", devStack, "--suppress-outputs", ...interactive];
  if ((await runPulumi(engine, args)) === 0) return;
  throw new Findings(
    "The update stopped; the lines above say where and why. If its preview failed, nothing was changed. Mend it and run `npm run up` again.",
  );
}

/** Routes reach the gateway a moment after the pods are ready. */
function waitForGateway(): Promise<void> {
  const url = `${clusterAccess().urls.gateway}/api/users`;
  const fault = async () => {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return status === 200 ? undefined : `${url} answered ${status}`;
  };
  return waitFor("The gateway did not answer", fault, 60);
}

function reach({ context }: Target): readonly string[] {
  if (context !== undefined) return [`context: ${context}`];
  const { gateway, aws } = clusterAccess().urls;
  return [`users:   ${gateway}/api/users`, `orders:  ${gateway}/api/orders`, `aws:     ${aws}`];
}

function say(line: string): void {
  console.log(line);
}
