import { parse, stringify } from "yaml";
import { PlatformFailure } from "../failure";

/** Project name in Pulumi.yaml, and so the namespace of its configuration. */
export const projectName = "pattern-mesh";

/** The file Pulumi keeps a stack's configuration in. */
interface StackConfigFile {
  readonly encryptionsalt?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Values by key, without the project's prefix: `{ canaryWeight: 30 }`. */
export type ConfigValues = Readonly<Record<string, unknown>>;

/**
 * Joins what people chose with what this machine built.
 *
 * @param chosen text of the checkout's Pulumi.<stack>.yaml.
 * @param generated what was built for the embedded node, which has nothing else: image references, the folders of
 * Istio's charts. They win over the file.
 * @param overrides values of this run only; they win.
 * @param salt of the secrets in the stack's state; the file's own wins, as its secrets need it.
 * @returns the joined file's text.
 * @throws PlatformFailure when the file is not YAML, or not a stack's configuration.
 */
export function joinStackConfig(parts: {
  readonly file: string;
  readonly chosen: string;
  readonly generated: ConfigValues;
  readonly overrides?: ConfigValues;
  readonly salt?: string | undefined;
}): string {
  const chosen = readStackConfig(parts.file, parts.chosen);
  const salt = chosen.encryptionsalt ?? parts.salt;
  return stringify({
    ...(salt === undefined ? {} : { encryptionsalt: salt }),
    config: {
      ...chosen.config,
      ...withPrefix(parts.generated),
      ...withPrefix(parts.overrides ?? {}),
    },
  });
}

function readStackConfig(file: string, text: string): StackConfigFile {
  const content = parseYaml(file, text);
  if (isRecord(content) && (content["config"] === undefined || isRecord(content["config"]))) return content;
  throw new PlatformFailure({
    problem: `${file} is not a stack's configuration`,
    details: ["it holds no map `config` of keys and values"],
    next: "Write it as `config:` followed by lines like `  pattern-mesh:canaryWeight: 10`.",
  });
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new PlatformFailure({
      problem: `${file} is not YAML`,
      details: [error instanceof Error ? error.message : String(error)],
      next: "Mend the line named above.",
      cause: error,
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withPrefix(values: ConfigValues): ConfigValues {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${projectName}:${key}`, value]));
}
