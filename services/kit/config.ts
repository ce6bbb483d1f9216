import { isIP } from "node:net";
import * as z from "zod";
import { identity } from "../contracts/index";
import type { Identity } from "../contracts/index";

/** What a service takes from its environment. */
export interface ServiceConfig {
  readonly identity: Identity;
  /** Address to listen on. All of them by default: a pod is a network namespace of its own. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logLevel: string;
  /** Whether /faults is there. */
  readonly faultSwitch: boolean;
  /** How long requests may take to finish after SIGTERM. Kubernetes ends the pod after 30 s. */
  readonly drainSeconds: number;
}

/** Settings that no service can start with. Its message lists them all. */
export class ConfigError extends Error {
  constructor(program: string, faults: readonly string[]) {
    const count = faults.length === 1 ? "1 setting is" : `${faults.length} settings are`;
    super(
      [
        `${program} cannot start: ${count} wrong.`,
        ...faults.map((fault) => `  ${fault}`),
        "Correct them in the container's environment, then start it again.",
      ].join("\n"),
    );
    this.name = "ConfigError";
  }
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** @param program is the name of the service this program is; SERVICE_NAME only confirms it. */
const settings = (program: string) =>
  z.object({
    SERVICE_NAME: z
      .literal(program, `this program is ${program}: correct the name, or the image of the container`)
      .default(program),
    SERVICE_VERSION: identity.shape.version.default("v1"),
    HOST: z
      .string()
      .refine((text) => isIP(text) !== 0, "must be an IP address")
      .default("0.0.0.0"),
    PORT: wholeNumber(0, 65_535, "8080"),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(", ")}`).default("info"),
    FAULT_SWITCH: z.enum(["on", "off"], "must be on or off").default("off"),
    DRAIN_SECONDS: wholeNumber(0, 300, "20"),
  });

/**
 * @returns the settings in `env`, with defaults for what is not there.
 * @throws ConfigError with every fault.
 */
export function serviceConfig(program: string, env: NodeJS.ProcessEnv): ServiceConfig {
  const result = settings(program).safeParse(env, { reportInput: true });
  if (!result.success)
    throw new ConfigError(
      program,
      result.error.issues.map(
        ({ path, input, message }) => `${path.join(".")} is ${JSON.stringify(input)}: ${message}`,
      ),
    );
  const seen = result.data;
  return {
    identity: { service: seen.SERVICE_NAME, version: seen.SERVICE_VERSION },
    host: seen.HOST,
    port: seen.PORT,
    logLevel: seen.LOG_LEVEL,
    faultSwitch: seen.FAULT_SWITCH === "on",
    drainSeconds: seen.DRAIN_SECONDS,
  };
}

function wholeNumber(from: number, to: number, byDefault: string) {
  const legal = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .default(byDefault)
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to, legal)
    .transform(Number);
}
