import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { must } from "../cluster/command";
import { readText, writeIfChanged } from "../cluster/files";
import { withClusterLock } from "../cluster/lock";
import type { Report } from "../failure";
import { awsHost, hostPorts, projectDir } from "../locations";
import { readCheckpoint } from "./checkpoint";
import { endOrphans } from "./leftovers";
import { enginePaths } from "./paths";
import { linkPlugins } from "./plugins";
import type { StandIn } from "./plugins";
import { joinStackConfig, projectName } from "./stack-config";
import type { ConfigValues } from "./stack-config";

export { enginePaths } from "./paths";
export { projectName, joinStackConfig } from "./stack-config";
export type { ConfigValues } from "./stack-config";

/** The programs the engine needs, by absolute path; `Tools` of the toolchain fits. */
export interface EngineTools {
  path(tool: "pulumi" | "helm"): string;
}

/** A Pulumi CLI that is ready to work on the stack of this machine. */
export interface Engine {
  /** Absolute path of the CLI. */
  readonly pulumi: string;
  /** Its whole environment: backend, passphrase, plugins, cluster, local AWS. */
  readonly env: NodeJS.ProcessEnv;
  /** For `--config-file` of the commands that run the program. */
  readonly configFile: string;
  /** Plugins of this checkout that serve because the official ones are not installed. */
  readonly standIns: readonly StandIn[];
}

/** What an engine works on. */
export interface EngineTarget {
  readonly stack: string;
  /** Path of the kubeconfig; its current context is the cluster. */
  readonly kubeconfig: string;
  /** Values this machine built. */
  readonly generated: ConfigValues;
  /** Values of this run only. */
  readonly overrides?: ConfigValues;
}

/** Does `work` while no other command of this checkout runs the engine on this machine. */
export function withEngineLock<T>(report: Report, work: () => Promise<T>): Promise<T> {
  return withClusterLock(report, work, "pattern-mesh/engine");
}

/** Joins the configuration, links the plugins and makes the stack, as far as they are not there. */
export async function prepareEngine(tools: EngineTools, target: EngineTarget): Promise<Engine> {
  const { backend, project, passphrase, stackConfig } = enginePaths();
  for (const folder of [backend, project]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(passphrase)) writeIfChanged(passphrase, randomBytes(32).toString("hex"));

  const configFile = stackConfig(target.stack);
  const { pulumi, home, standIns } = linkPlugins(tools.path("pulumi"));
  const env = { ...engineEnvironment(tools, target), PULUMI_HOME: home };
  const engine = { pulumi, env, configFile, standIns };
  await ensureStack(engine, target.stack);
  writeIfChanged(configFile, stackConfigOf(target));
  return engine;
}

/**
 * Puts right what a killed run left: ends its engine, removes its lock, and asks the providers how the operations
 * under way ended. The caller holds the engine's lock.
 */
export async function recoverStack(engine: Engine, stack: string, report: Report): Promise<void> {
  const { backend } = enginePaths();
  if (await endOrphans(backend, stack, report)) {
    report("removing the lock of a run that was killed");
    await pulumiMust(engine, "Removing the stale lock", ["cancel", "--yes", "--stack", stack]);
  }
  if (readCheckpoint(readText(checkpointFile(stack))).pendingOperations === 0) return;
  report("asking the cluster what became of the operations a killed run had begun");
  await pulumiMust(engine, "Reconciling the state with the cluster", [
    ...["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--non-interactive"],
    ...["--stack", stack, "--config-file", engine.configFile],
  ]);
}

/** @returns whether a stack has no resource: never deployed, or destroyed. */
export function isEmptyStack(stack: string): boolean {
  return readCheckpoint(readText(checkpointFile(stack))).resources === 0;
}

/** The configuration of a stack as the engine would see it. @throws PlatformFailure when the file is broken. */
function stackConfigOf({ stack, generated, overrides }: EngineTarget): string {
  const file = `Pulumi.${stack}.yaml`;
  const chosen = readText(join(projectDir, file)) ?? "";
  const { salt } = readCheckpoint(readText(checkpointFile(stack)));
  return joinStackConfig({ file, chosen, generated, overrides: overrides ?? {}, salt });
}

function engineEnvironment(tools: EngineTools, { stack, kubeconfig }: EngineTarget): NodeJS.ProcessEnv {
  const { backend, passphrase } = enginePaths();
  return {
    ...process.env,
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    PULUMI_STACK: stack,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SUPPRESS_COPILOT_LINK: "true",
    KUBECONFIG: kubeconfig,
    PATTERN_MESH_HELM: tools.path("helm"),
    AWS_ENDPOINT_URL: `http://${awsHost}:${hostPorts().aws}`,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  };
}

async function ensureStack(engine: Engine, stack: string): Promise<void> {
  if (existsSync(checkpointFile(stack))) return;
  const { project } = enginePaths();
  writeIfChanged(join(project, "Pulumi.yaml"), `name: ${projectName}\nruntime: nodejs\n`);
  await pulumiMust(engine, `Making the stack ${stack}`, [
    ...["stack", "init", stack, "--non-interactive", "--cwd", project],
  ]);
}

function checkpointFile(stack: string): string {
  return join(enginePaths().backend, ".pulumi", "stacks", projectName, `${stack}.json`);
}

async function pulumiMust(engine: Engine, what: string, args: readonly string[]): Promise<void> {
  await must(what, { command: engine.pulumi, args: [...args], env: engine.env, cwd: projectDir });
}
