import * as pulumi from "@pulumi/pulumi";
import { type Defaults, amounts } from "./defaults";
import { dev } from "./dev";
import { type SettingFault, describe } from "./faults";
import { type Installation, installation } from "./installation";
import { overlay } from "./overlay";
import { prod } from "./prod";
import { readValues } from "./read-values";
import { requirements } from "./requirements";
import type { Image, ServiceNumbers, ServiceOverride } from "./schema";
import { type ServiceName, serviceNames } from "./services";
import { staging } from "./staging";

/** load-tester sleeps, but for a curl now and then. */
const testTrafficResources = amounts(["10m", "32Mi"], ["500m", "128Mi"]);

const environments = { dev, staging, prod } as const satisfies Readonly<Record<string, Defaults>>;

export type Environment = keyof typeof environments;

/** Everything the program needs to know about where it runs: checked, complete, and plain. */
export interface Settings extends Omit<Defaults, "services"> {
  readonly environment: Environment;
  readonly istio: Installation;
  readonly services: Readonly<Record<ServiceName, ServiceSettings>>;
  /** Images of user-service by version: the same one, unless the configuration tells them apart. */
  readonly userImages: { readonly v1: string; readonly v2: string };
  /** Undefined where there is no test traffic. */
  readonly loadTester:
    { readonly image: string; readonly resources: ServiceNumbers["resources"] } | undefined;
}

/** The numbers of a service and what it runs. */
export interface ServiceSettings extends ServiceNumbers {
  readonly image: string;
  /** What its pods find in their environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** @returns the settings of the stack that is being run. @throws pulumi.RunError naming every fault. */
export function settings(): Settings {
  return parseSettings(pulumi.getStack(), pulumi.runtime.allConfig());
}

/**
 * @param stack name of the stack; it is the environment.
 * @param config values by full key (`pattern-mesh:canaryWeight`) as Pulumi hands them over: objects as JSON text.
 * @throws pulumi.RunError naming every fault: the path, the value seen, the legal form.
 */
export function parseSettings(stack: string, config: Readonly<Record<string, string>>): Settings {
  if (!isEnvironment(stack)) {
    const names = Object.keys(environments).join(", ");
    throw new pulumi.RunError(
      `There is no environment "${stack}": the stack's name must be one of ${names}.`,
    );
  }
  const { values, faults } = readValues(config);
  const { services, images = {}, istio, ...others } = values;
  const defaults: Defaults = environments[stack];
  const complete = { ...defaults, ...others };
  faults.push(...requirements(stack, complete, values, faults));
  if (faults.length > 0 || istio === undefined) throw new pulumi.RunError(report(stack, faults));
  const userImages = perVersion(needed(images["user-service"]));
  const image = {
    "user-service": userImages.v1,
    "order-service": needed(images["order-service"]),
    "payment-service": needed(images["payment-service"]),
  };
  const testImage = complete.testTraffic ? needed(images["load-tester"]) : undefined;
  const env = environmentOf(complete);
  const entries = serviceNames.map((name) => {
    const numbers = overridden(defaults.services[name], services?.[name] ?? {});
    return [name, { ...numbers, image: image[name], env }] as const;
  });
  return {
    ...complete,
    environment: stack,
    istio: installation(istio),
    services: Object.fromEntries(entries) as Settings["services"],
    userImages,
    loadTester: testImage === undefined ? undefined : { image: testImage, resources: testTrafficResources },
  };
}

/** @returns the value. @throws Error when there is none, which requirements() does not let through. */
function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("A required setting is missing and was not reported");
  return value;
}

function perVersion(image: Image): Settings["userImages"] {
  return typeof image === "string" ? { v1: image, v2: image } : image;
}

function environmentOf({
  testTraffic,
  labCompatibility,
  logLevel,
}: Defaults): Readonly<Record<string, string>> {
  const onOff = (flag: boolean) => (flag ? "on" : "off");
  return {
    LOG_LEVEL: logLevel,
    FAULT_SWITCH: onOff(testTraffic),
    LAB_COMPATIBILITY: onOff(labCompatibility),
  };
}

function isEnvironment(stack: string): stack is Environment {
  return Object.hasOwn(environments, stack);
}

function overridden(numbers: ServiceNumbers, { breaker, retries, resources, ...others }: ServiceOverride) {
  return {
    ...overlay(numbers, others),
    breaker: overlay(numbers.breaker, breaker ?? {}),
    retries: overlay(numbers.retries, retries ?? {}),
    resources: overlay(numbers.resources, resources ?? {}),
  };
}

function report(stack: string, faults: readonly SettingFault[]): string {
  return [
    `The configuration of ${stack} cannot be used (Pulumi.${stack}.yaml, namespace pattern-mesh):`,
    ...faults.map((fault) => `  ${describe(fault)}`),
    "Correct the file, or use: pulumi config set --path 'pattern-mesh:<setting>' <value>",
  ].join("\n");
}
