import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "../../provider/failures";
import type { JsonObject } from "../../provider/json";
import type { ClusterAccess } from "../kubeconfig";

/** What a helm run may print: a chart's whole manifest. */
const shownErrorLines = 12;

/** Runs helm against one cluster. */
export interface Helm {
  /**
   * @param signal ends it; helm then notes in its record that it was ended.
   * @returns what it printed.
   * @throws HelmFailure
   */
  run(args: readonly string[], signal: AbortSignal): Promise<string>;
  /** The same with a file of values, readable by this user only and gone afterwards. */
  runWithValues(
    values: JsonObject,
    args: (file: string) => readonly string[],
    signal: AbortSignal,
  ): Promise<string>;
}

/** Helm refused or failed. The message is its own. */
export class HelmFailure extends Refusal {
  constructor(command: string, stderr: string) {
    const lines = stderr
      .split("\n")
      .filter((line) => line.trim() !== "" && !/^(WARNING|W\d{4}|I\d{4}) ?/.test(line));
    super([`helm ${command} failed:`, ...lines.slice(-shownErrorLines)].join("\n"));
    this.name = "HelmFailure";
  }
}

export function helm(access: ClusterAccess): Helm {
  const run = async (args: readonly string[], signal: AbortSignal): Promise<string> =>
    inFolder(async (folder) => {
      const kubeconfig = "file" in access.source ? access.source.file : join(folder, "kubeconfig");
      if ("content" in access.source) writeFileSync(kubeconfig, access.source.content, { mode: 0o600 });
      const context = access.context === "" ? [] : ["--kube-context", access.context];
      return execute([...args, "--kubeconfig", kubeconfig, ...context], signal);
    });
  return {
    run,
    runWithValues: (values, args, signal) =>
      inFolder((folder) => {
        const file = join(folder, "values.json");
        writeFileSync(file, JSON.stringify(values), { mode: 0o600 });
        return run(args(file), signal);
      }),
  };
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  // mkdtemp makes it for this user only.
  const folder = mkdtempSync(join(tmpdir(), "pattern-mesh-helm-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function execute(args: readonly string[], signal: AbortSignal): Promise<string> {
  const program = process.env["PATTERN_MESH_HELM"] ?? "helm";
  const command = args.slice(0, args[1]?.startsWith("-") === false ? 2 : 1).join(" ");
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const end = () => child.kill("SIGTERM");
    signal.addEventListener("abort", end, { once: true });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.once("error", (cause) => {
      const hint = "Set PATTERN_MESH_HELM to the path of a helm 3 program, or put one on PATH.";
      reject(new Refusal(`${program} could not be started (${cause.message}). ${hint}`));
    });
    child.once("close", (code) => {
      signal.removeEventListener("abort", end);
      if (code === 0) resolve(stdout);
      else reject(new HelmFailure(command, signal.aborted ? `${stderr}\nit was cancelled` : stderr));
    });
  });
}
