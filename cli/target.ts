import { existsSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { clusterAccess } from "../platform/cluster/index";
import { must } from "../platform/cluster/command";
import { readText, writeIfChanged } from "../platform/cluster/files";
import { enginePaths } from "../platform/engine/index";
import type { ConfigValues } from "../platform/engine/index";
import { PlatformFailure } from "../platform/failure";
import { node } from "../platform/locations";
import type { Images } from "../platform/images/index";
import type { Tools } from "../platform/toolchain/index";

/** The cluster that commands work on: the embedded node, or one that `up --context` chose. */
export interface Target {
  /** Path of a kubeconfig whose current context is the cluster. */
  readonly kubeconfig: string;
  /** The name given with `--context`; undefined for the embedded node. */
  readonly context: string | undefined;
  /** What this machine built for it: configuration that Pulumi.dev.yaml does not hold. */
  readonly generated: ConfigValues;
}

const targetFile = () => join(enginePaths().root, "target.json");

/** Remembers the target for the commands that follow an `up`. */
export function rememberTarget(target: Target): void {
  writeIfChanged(targetFile(), JSON.stringify(target, undefined, 2));
  if (target.context === undefined) rmSync(enginePaths().kubeconfig, { force: true });
}

/** @returns the target of the last `up`. @throws PlatformFailure when there was none. */
export function lastTarget(): Target {
  const text = readText(targetFile());
  if (text !== undefined) return JSON.parse(text) as Target;
  throw new PlatformFailure({
    problem: "Nothing has been started on this machine yet",
    next: "Run `npm run up` first.",
  });
}

/** The embedded node with the images and charts of this machine. */
export function embeddedTarget(tools: Tools, images: Images): Target {
  return {
    kubeconfig: clusterAccess().kubeconfig,
    context: undefined,
    generated: {
      images: images.services,
      istio: {
        charts: tools.charts,
        hub: images.istio.hub,
        tag: images.istio.tag,
        upstreamEnvoy: true,
        gateway: { serviceType: "ClusterIP", clusterIP: node.gatewayAddress },
      },
    },
  };
}

/**
 * A cluster of the user's own. Its kubeconfig is reduced to the one context, so that a change of the current context
 * elsewhere does not lead later commands astray.
 *
 * @param config values of this run; images and charts among them belong to the cluster and are remembered with it.
 * @throws PlatformFailure naming the contexts there are.
 */
export async function contextTarget(kubectl: string, context: string, config: ConfigValues): Promise<Target> {
  const names = await contextNames(kubectl);
  if (!names.includes(context)) {
    throw new PlatformFailure({
      problem: `There is no context "${context}" in your kubeconfig`,
      details: [names.length === 0 ? "it holds no contexts" : `it holds ${names.join(", ")}`],
      next: "Name one of these, or set KUBECONFIG to the file that holds it.",
    });
  }
  const text = await must("Reading your kubeconfig", {
    command: kubectl,
    args: ["config", "view", "--raw", "--flatten", "--minify", "--context", context],
  });
  const { kubeconfig } = enginePaths();
  // kubectl keeps the current context as it was; in the copy it is the one asked for.
  writeIfChanged(
    kubeconfig,
    text.replace(/^current-context: .*$/m, `current-context: ${JSON.stringify(context)}`),
  );
  const generated = Object.entries(config).filter(([key]) => ["images", "istio"].includes(key));
  return { kubeconfig, context, generated: Object.fromEntries(generated) };
}

async function contextNames(kubectl: string): Promise<readonly string[]> {
  const files = process.env["KUBECONFIG"] ?? join(homedir(), ".kube", "config");
  if (!files.split(":").some((file) => existsSync(file) && readFileSync(file).length > 0)) return [];
  const text = await must("Reading your kubeconfig", {
    command: kubectl,
    args: ["config", "get-contexts", "--output", "name"],
  });
  return text.split("\n").filter((name) => name !== "");
}
