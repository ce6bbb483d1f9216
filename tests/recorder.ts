import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { parse } from "yaml";

/** A resource as the engine would have been asked for it. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for components and for the stack itself. */
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN; undefined for the stack itself. */
  readonly parent: string | undefined;
  /** URNs. */
  readonly dependencies: readonly string[];
  /** URNs by the property that holds their outputs. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Names of the hooks that run before an update. */
  readonly beforeUpdate: readonly string[];
}

/** What a run of a program would have done. */
export interface Recording {
  /** In the order of registration. */
  readonly resources: readonly RecordedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Resource hooks by name. */
  readonly hooks: ReadonlyMap<string, pulumi.ResourceHook>;
}

type Config = Readonly<Record<string, unknown>>;

const project = "pattern-mesh";
const root = join(__dirname, "..");
const load = createRequire(__filename);

/** Configuration that dev gets from the platform: images by tag, and charts from folders. */
export const platformConfig = {
  images: {
    "user-service": "pattern-mesh.test/user-service:0123456789ab",
    "order-service": "pattern-mesh.test/order-service:0123456789ab",
    "payment-service": "pattern-mesh.test/payment-service:0123456789ab",
    "load-tester": "pattern-mesh.test/load-tester:0123456789ab",
  },
  istio: {
    charts: { base: "/charts/base", istiod: "/charts/istiod", gateway: "/charts/gateway" },
    hub: "pattern-mesh.test",
    tag: "0123456789ab",
    upstreamEnvoy: true,
    gateway: { serviceType: "ClusterIP", clusterIP: "10.96.0.80" },
  },
} as const;

/**
 * Runs index.ts as the stack `stack` without an engine, a cluster or credentials.
 *
 * @param config settings of the namespace `pattern-mesh` over those in Pulumi.<stack>.yaml; dev gets
 * {@link platformConfig} too.
 * @throws what the program throws.
 */
export function recordProgram(stack: string, config: Config = {}): Promise<Recording> {
  const settings = { ...stackFile(stack), ...(stack === "dev" && platformConfig), ...config };
  return record(stack, settings, () => {
    const program = join(root, "index.ts");
    // The program runs when it is loaded, and it has to run again for every recording.
    Reflect.deleteProperty(load.cache, load.resolve(program));
    return load(program) as Record<string, unknown>;
  });
}

/** Runs `program` and returns what it would have made. Only one recording can run at a time. */
export async function record(
  stack: string,
  config: Config,
  program: () => Record<string, unknown> | undefined,
): Promise<Recording> {
  const resources: RecordedResource[] = [];
  const hooks = new Map<string, pulumi.ResourceHook>();
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs, id }) => ({ id: id ?? `${name}-id`, state: inputs as object }),
    call: ({ token }) => {
      throw new Error(`The program called ${token}, which needs a provider`);
    },
  };
  await pulumi.runtime.setMocks(mocks, project, stack);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [`${project}:${key}`, asConfigured(value)]),
    ),
  );
  recordRegistrations(resources);
  acceptHooks(hooks);
  const outputs = await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
  await runtimeInternals.waitForRPCs();
  return { resources, outputs: outputs ?? {}, hooks };
}

/** Settings of Pulumi.<stack>.yaml by their key in the namespace; none if there is no such file. */
function stackFile(stack: string): Config {
  const file = join(root, `Pulumi.${stack}.yaml`);
  const { config } = parse(readText(file)) as { config: Config };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace(`${project}:`, ""), value]),
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "config: {}";
    throw error;
  }
}

/** Pulumi hands scalars over as text and objects as JSON. */
function asConfigured(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

interface MockMonitor {
  registerResource(
    request: RegisterResourceRequest,
    done: (error: unknown, response: Registered) => void,
  ): unknown;
  readResource(request: ReadResourceRequest, done: (error: unknown, response: Registered) => void): unknown;
}

interface Registered {
  getUrn(): string;
}

/** The mocks see neither parents nor dependencies nor hooks; the requests to the monitor hold all of them. */
function recordRegistrations(resources: RecordedResource[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const register = monitor.registerResource.bind(monitor);
  const read = monitor.readResource.bind(monitor);
  monitor.registerResource = (request, done) =>
    register(request, (error, response) => {
      if (error === null) resources.push(recorded(request, response.getUrn()));
      done(error, response);
    });
  monitor.readResource = (request, done) =>
    read(request, (error, response) => {
      if (error === null) resources.push(recordedRead(request, response.getUrn()));
      done(error, response);
    });
}

function recorded(request: RegisterResourceRequest, urn: string): RecordedResource {
  const propertyDependencies: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((urns, property) => {
    propertyDependencies.push([property, urns.getUrnsList()]);
  });
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: runtimeInternals.deserializeProperties(request.getObject()),
    parent: request.getParent() || undefined,
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(propertyDependencies),
    beforeUpdate: request.getHooks()?.getBeforeUpdateList() ?? [],
  };
}

function recordedRead(request: ReadResourceRequest, urn: string): RecordedResource {
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    custom: true,
    inputs: runtimeInternals.deserializeProperties(request.getProperties()),
    parent: request.getParent() || undefined,
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    beforeUpdate: [],
  };
}

/** Without an engine no one serves hooks: keep them, for tests to call. */
function acceptHooks(hooks: Map<string, pulumi.ResourceHook>): void {
  const store = load("@pulumi/pulumi/runtime/state") as { getStore(): { callbacks?: object } };
  store.getStore().callbacks = {
    registerResourceHook: (hook: pulumi.ResourceHook) => {
      hooks.set(hook.name, hook);
      return Promise.resolve();
    },
    awaitStackRegistrations: () => Promise.resolve(),
    shutdown: () => undefined,
  };
}

/** Parts of the runtime that its own mocks use, but that its types leave out. */
const runtimeInternals = pulumi.runtime as unknown as {
  waitForRPCs(): Promise<void>;
  deserializeProperties(properties: unknown): Record<string, unknown>;
};
