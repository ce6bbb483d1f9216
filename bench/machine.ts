import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { run } from "../platform/cluster/command";
import { projectDir } from "../platform/locations";
import { requiredVersion } from "../platform/toolchain/go-module";
import { findTools } from "../platform/toolchain/index";

/** What is said of the machine, in the order shown. */
export type Description = Readonly<Record<string, string>>;

/** The machine and how busy it is now, before the benchmark makes it busy. */
export function describeMachine(): Description {
  return {
    date: new Date().toISOString(),
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    kernel: release(),
    "load before": load(),
  };
}

/** @returns the load averages of one, five and fifteen minutes. */
export function load(): string {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");
}

/** What the figures were taken with. */
export async function describeVersions(): Promise<Description> {
  const search = await findTools({ only: ["pulumi", "kubelet", "envoy"] });
  const missing = new Set<string>(search.missing.map(({ tool }) => tool));
  const versionOf = async (tool: "pulumi" | "kubelet" | "envoy", ...args: readonly string[]) => {
    if (missing.has(tool)) return "not installed";
    const { stdout } = await run(search.tools.path(tool), args);
    return /v?\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? "unknown";
  };
  return {
    node: process.version,
    "pulumi CLI": await versionOf("pulumi", "version"),
    "pulumi SDK": sdkVersion(),
    kubernetes: await versionOf("kubelet", "--version"),
    istio: pinnedIstio(),
    envoy: await versionOf("envoy", "--version"),
  };
}

function sdkVersion(): string {
  const manifest = readFileSync(
    join(projectDir, "node_modules", "@pulumi", "pulumi", "package.json"),
    "utf8",
  );
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Built from its module, Istio does not know its version. */
function pinnedIstio(): string {
  const goMod = readFileSync(join(projectDir, "platform", "toolchain", "go", "istio", "go.mod"), "utf8");
  return requiredVersion(goMod, "istio.io/istio");
}
