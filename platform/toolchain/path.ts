import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { RunClient } from "./client";
import { systemTools } from "./tools";
import type { ToolName } from "./tools";
import { describeRange, firstVersion, isWithin } from "./version";
import type { VersionRange } from "./version";

/** How to ask a program for its version, and which versions serve the platform. */
interface VersionRule extends VersionRange {
  readonly args: readonly string[];
}

const kubernetes = { args: ["--version"], atLeast: "1.36.0", below: "1.37" };

/**
 * Programs that may come from PATH. Without a rule, a program of the operating system serves in any version, and
 * any other (istiod, its agent, the AWS emulator: no version can be asked for) comes from the cache only.
 */
const versionRules: Partial<Record<ToolName, VersionRule>> = {
  pulumi: { args: ["version"], atLeast: "3.248.0", below: "4" },
  "kube-apiserver": kubernetes,
  "kube-controller-manager": kubernetes,
  "kube-scheduler": kubernetes,
  "kube-proxy": kubernetes,
  kubelet: kubernetes,
  kubectl: { ...kubernetes, args: ["version", "--client"] },
  coredns: { args: ["-version"], atLeast: "1.12", below: "2" },
  istioctl: { args: ["version", "--remote=false"], atLeast: "1.31", below: "1.32" },
  helm: { args: ["version", "--short"], atLeast: "3.15", below: "4" },
  etcd: { args: ["--version"], atLeast: "3.5", below: "3.7" },
  etcdctl: { args: ["version"], atLeast: "3.5", below: "3.7" },
  envoy: { args: ["--version"], atLeast: "1.40", below: "1.41" },
  containerd: { args: ["--version"], atLeast: "1.6" },
  runc: { args: ["--version"], atLeast: "1.1" },
  nft: { args: ["--version"], atLeast: "1.0.1" },
};

/** A tool that was found, or why what was found does not do. */
export type Located = { readonly path: string } | { readonly note: string };

/** Looks for a tool among the installed programs and asks it for its version. */
export async function locateOnPath(
  tool: ToolName,
  run: RunClient,
  folders: readonly string[] = programFolders(),
): Promise<Located> {
  if (tool === "cni-plugins") return locateCniPlugins();
  const rule = versionRules[tool];
  if (rule === undefined && !isSystemTool(tool)) return { note: "only the pinned build will do" };
  const path = findOnPath(tool, folders);
  if (path === undefined) return { note: "not on PATH" };
  if (rule === undefined) return { path };
  const version = firstVersion((await run(path, rule.args)).stdout);
  if (version !== undefined && isWithin(version, rule)) return { path };
  return { note: `${path} is ${version ?? "of no known version"}; wanted ${describeRange(rule)}` };
}

/** @returns the absolute path of an executable file, or undefined. */
export function findOnPath(
  program: string,
  folders: readonly string[] = programFolders(),
): string | undefined {
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

/** PATH, then where system programs are for root, then the place of Pulumi's own installer. */
function programFolders(): readonly string[] {
  const onPath = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return [...onPath, "/usr/local/sbin", "/usr/sbin", "/sbin", join(homedir(), ".pulumi", "bin")];
}

const cniFolders = ["/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"];
const cniPrograms = ["bridge", "host-local", "loopback", "portmap"];

function locateCniPlugins(): Located {
  const folder = cniFolders.find((path) => cniPrograms.every((program) => isExecutable(join(path, program))));
  if (folder !== undefined) return { path: folder };
  return { note: `no folder of ${cniFolders.join(", ")} has ${cniPrograms.join(", ")}` };
}

function isSystemTool(tool: ToolName): boolean {
  return systemTools.some((name) => name === tool);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
