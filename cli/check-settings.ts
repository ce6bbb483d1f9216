import { join } from "node:path";
import { readText } from "../platform/cluster/files";
import { joinStackConfig, projectName } from "../platform/engine/index";
import type { ConfigValues } from "../platform/engine/index";
import { PlatformFailure } from "../platform/failure";
import { projectDir } from "../platform/locations";
import { parse } from "yaml";
import { workloadNames } from "../stacks/services";
import { parseSettings } from "../stacks/settings";

/**
 * Checks a stack's configuration before anything is started, as the program will check it.
 *
 * @param generated values that this machine builds later; what stands for them has their form.
 * @param overrides values of this run.
 * @throws PlatformFailure with every fault: the path, the value seen, the legal form.
 */
export function checkSettings(stack: string, generated: ConfigValues, overrides: ConfigValues): void {
  const file = `Pulumi.${stack}.yaml`;
  const joined = joinStackConfig({
    file,
    chosen: readText(join(projectDir, file)) ?? "",
    generated,
    overrides,
  });
  const { config } = parse(joined) as { config: Readonly<Record<string, unknown>> };
  try {
    parseSettings(stack, textValues(config));
  } catch (error) {
    throw asFailure(stack, error);
  }
}

/** What the embedded platform will build, in form: images, and the folders of Istio's charts. */
export const builtLater: ConfigValues = {
  images: Object.fromEntries(workloadNames.map((name) => [name, `${projectName}.test/${name}:built-later`])),
  istio: {
    charts: { base: "/built-later", istiod: "/built-later", gateway: "/built-later" },
    hub: `${projectName}.test/istio`,
    tag: "built-later",
  },
};

/** Pulumi hands values to the program as text: strings as they are, anything else as JSON. */
function textValues(config: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function asFailure(stack: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("__pulumiRunError" in error)) return error;
  const [problem = "", ...rest] = error.message.split("\n");
  return new PlatformFailure({
    problem: problem.replace(/:$/, ""),
    details: rest.slice(0, -1).map((line) => line.trim()),
    next:
      rest.at(-1) ?? `The environments are the files Pulumi.<environment>.yaml; "${stack}" is none of them.`,
    cause: error,
  });
}
