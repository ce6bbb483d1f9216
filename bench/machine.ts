import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { run } from "../platform/cluster/command";
import { projectDir } from "../platform/locations";
import { findTools } from "../platform/toolchain/index";

/** What the figures were taken on and with. */
export async function describeMachine(): Promise<Readonly<Record<string, string>>> {
  const { tools } = await findTools({ only: ["pulumi", "kubelet", "envoy"] });
  const versionOf = async (tool: "pulumi" | "kubelet" | "envoy", ...args: readonly string[]) =>
    /v?\d+\.\d+\.\d+/.exec((await run(tools.path(tool), args)).stdout)?.[0] ?? "unknown";
  return {
    date: new Date().toISOString(),
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    load: loadavg()
      .map((value) => value.toFixed(2))
      .join(" "),
    kernel: release(),
    node: process.version,
    "pulumi CLI": await versionOf("pulumi", "version"),
    "pulumi SDK": sdkVersion(),
    kubernetes: await versionOf("kubelet", "--version"),
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
