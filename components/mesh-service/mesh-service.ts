import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Callable, Caller, Routable } from "../shared/capabilities";
import { Component, transformed } from "../shared/component";
import { type IstioObject, type IstioSpecs, istioResource } from "../shared/istio";
import { appLabels } from "../shared/labels";
import { principal, serviceHost } from "../shared/names";
import { type Routing, httpRoutes } from "../shared/routing";
import type { Canary, MeshServiceArgs, MeshServiceTransforms, Version } from "./args";
import { destinationRuleSpec } from "./breaker";
import { canaryStepGuard } from "./canary-step-guard";
import { checkService } from "./check-args";
import {
  type Place,
  inNamespace,
  makeAccount,
  makeAutoscaler,
  makeDeployment,
  makeDisruptionBudget,
} from "./children";
import type { Workload } from "./workload";

const servicePort = 80;
const containerPort = 8080;

export interface MeshServiceNodes {
  readonly serviceAccount: k8s.core.v1.ServiceAccount;
  readonly service: k8s.core.v1.Service;
  /** By version. */
  readonly deployments: Readonly<Record<string, k8s.apps.v1.Deployment>>;
  readonly disruptionBudgets: Readonly<Record<string, k8s.policy.v1.PodDisruptionBudget>>;
  readonly autoscalers: Readonly<Record<string, k8s.autoscaling.v2.HorizontalPodAutoscaler>>;
  readonly destinationRule: k8s.apiextensions.CustomResource;
  readonly virtualService: k8s.apiextensions.CustomResource;
}

/**
 * An HTTP service in the mesh: one Deployment per version behind one Service, with a circuit breaker, a timeout,
 * retries, and an optional canary. No one may call it until someone is said to.
 *
 * @example
 * const orders = mesh.service("order-service", { image, resources, breaker, timeout: "10 seconds", retries });
 * const users = mesh.service("user-service", {
 *   ...numbers,
 *   versions: { v1: { weight: 90 }, v2: { weight: 10 } },
 *   canary: { version: "v2", maxStep: 20, settings: { weight: "shop:canaryWeight", maxStep: "shop:maxCanaryStep" } },
 * });
 * orders.calls(users);
 */
export class MeshService extends Component implements Caller, Routable {
  readonly name: string;
  readonly host: string;
  readonly principal: string;
  readonly routing: Routing;
  readonly weightGuards: readonly pulumi.ResourceHook[];
  readonly #place: Place;
  readonly #nodes: MeshServiceNodes;
  readonly #admitted = new Set<string>();

  constructor(name: string, args: MeshServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const versions = args.versions ?? { v1: { weight: 100 } };
    checkService(name, args, versions);
    const namespace = args.namespace ?? args.mesh.defaultNamespace;
    const routing = routingOf(name, namespace, args, versions);
    super("MeshService", name, inputsOf(namespace, args, routing), opts);
    this.name = name;
    this.host = routing.host;
    this.principal = principal(name, namespace);
    this.routing = routing;
    this.weightGuards = args.canary === undefined ? [] : [guard(name, routing, args.canary)];
    this.#place = { parent: this, mesh: args.mesh, namespace };
    this.#nodes = this.#makeChildren(args, versions);
    this.registerOutputs({ host: this.host, principal: this.principal });
  }

  /** Admits this service to another one. */
  calls(service: Callable): this {
    service.admit(this);
    return this;
  }

  /** Admits a caller to this service; said of the caller it reads better: `caller.calls(service)`. */
  admit(caller: Caller, paths?: readonly string[]): void {
    if (this.#admitted.has(caller.name)) return;
    this.#admitted.add(caller.name);
    const operation = { ports: [`${containerPort}`], ...(paths !== undefined && { paths: [...paths] }) };
    this.#istio("AuthorizationPolicy", {
      metadata: { name: `${this.name}-from-${caller.name}`, namespace: this.#place.namespace },
      spec: {
        selector: { matchLabels: appLabels(this.name) },
        action: "ALLOW",
        rules: [{ from: [{ source: { principals: [caller.principal] } }], to: [{ operation }] }],
      },
    });
  }

  get routingReady(): readonly pulumi.Resource[] {
    return [this.#nodes.destinationRule];
  }

  /** The resources themselves. */
  get nodes(): MeshServiceNodes {
    return this.#nodes;
  }

  #makeChildren(args: MeshServiceArgs, versions: Readonly<Record<string, Version>>): MeshServiceNodes {
    const { name } = this;
    const place = this.#place;
    const transform = args.transform ?? {};
    const serviceAccount = makeAccount(name, place, transform.serviceAccount);
    const service = this.#makeService(transform.service);
    const deployments: Record<string, k8s.apps.v1.Deployment> = {};
    const disruptionBudgets: Record<string, k8s.policy.v1.PodDisruptionBudget> = {};
    const autoscalers: Record<string, k8s.autoscaling.v2.HorizontalPodAutoscaler> = {};
    const { autoscale } = args;
    const leastPods = autoscale?.minReplicas ?? args.replicas ?? 1;
    for (const [version, { image = args.image }] of Object.entries(versions)) {
      const workload = workloadOf(name, version, { ...args, image, versions }, place.namespace);
      deployments[version] = makeDeployment(workload, place, transform.deployment, serviceAccount);
      // With a single pod a budget would block every drain.
      if (leastPods >= 2) {
        disruptionBudgets[version] = makeDisruptionBudget(workload, place, transform.podDisruptionBudget);
      }
      if (autoscale !== undefined) {
        autoscalers[version] = makeAutoscaler(workload, autoscale, place, transform.autoscaler);
      }
    }
    const traffic = this.#makeTraffic(args);
    return { serviceAccount, service, deployments, disruptionBudgets, autoscalers, ...traffic };
  }

  #makeService(transform: MeshServiceTransforms["service"]): k8s.core.v1.Service {
    const labels = appLabels(this.name);
    const args = {
      metadata: { name: this.name, namespace: this.#place.namespace, labels },
      spec: { selector: labels, ports: [{ name: "http", port: servicePort, targetPort: containerPort }] },
    };
    return new k8s.core.v1.Service(this.name, transformed(args, transform), inNamespace(this.#place));
  }

  #makeTraffic(args: MeshServiceArgs): Pick<MeshServiceNodes, "destinationRule" | "virtualService"> {
    const { name, host, routing } = this;
    const { namespace } = this.#place;
    const rule = {
      metadata: { name: `${name}-${args.canary === undefined ? "cb" : "dr"}`, namespace },
      spec: destinationRuleSpec(name, host, Object.keys(routing.weights), args.breaker),
    };
    const routes = {
      metadata: { name: `${name}-${args.canary === undefined ? "vs" : "canary"}`, namespace },
      spec: { hosts: [host], http: httpRoutes(routing) },
    };
    const destinationRule = this.#istio(
      "DestinationRule",
      transformed(rule, args.transform?.destinationRule),
    );
    // A route to a subset that is not there yet answers 503.
    const virtualService = this.#istio(
      "VirtualService",
      transformed(routes, args.transform?.virtualService),
      {
        dependsOn: [destinationRule],
        hooks: { beforeUpdate: [...this.weightGuards] },
      },
    );
    return { destinationRule, virtualService };
  }

  #istio<Kind extends keyof IstioSpecs>(
    kind: Kind,
    object: IstioObject<Kind>,
    { dependsOn = [], ...opts }: { dependsOn?: pulumi.Resource[]; hooks?: pulumi.ResourceHookBinding } = {},
  ): k8s.apiextensions.CustomResource {
    const { parent, dependsOn: namespace } = inNamespace(this.#place);
    const needs = [...namespace, this.#place.mesh.controlPlane, ...dependsOn];
    return istioResource(kind, object.metadata.name, object, { parent, dependsOn: needs, ...opts });
  }
}

function routingOf(
  service: string,
  namespace: string,
  { canary, timeout, retries }: MeshServiceArgs,
  versions: Readonly<Record<string, Version>>,
): Routing {
  return {
    service,
    host: serviceHost(service, namespace),
    port: servicePort,
    weights: Object.fromEntries(Object.entries(versions).map(([version, { weight }]) => [version, weight])),
    ...(canary !== undefined && { canary: { version: canary.version, header: canary.header ?? "canary" } }),
    timeout,
    retries,
  };
}

/** The arguments as state and policies see them: everything that is plain. */
function inputsOf(
  namespace: string,
  args: MeshServiceArgs,
  routing: Routing,
): Readonly<Record<string, unknown>> {
  const { replicas = 1, resources, breaker, autoscale, canary } = args;
  const { weights, timeout, retries } = routing;
  return { namespace, weights, canary, replicas, autoscale, resources, breaker, timeout, retries };
}

function guard(
  service: string,
  { host }: Routing,
  { version, maxStep, settings }: Canary,
): pulumi.ResourceHook {
  return canaryStepGuard({
    ...{ service, host, version, maxStep },
    weightSetting: settings.weight,
    stepSetting: settings.maxStep,
  });
}

function workloadOf(
  name: string,
  version: string,
  args: MeshServiceArgs & { readonly versions: Readonly<Record<string, Version>> },
  namespace: string,
): Workload {
  const { image, resources, env, autoscale, replicas = 1 } = args;
  return {
    name: Object.keys(args.versions).length > 1 ? `${name}-${version}` : name,
    ...{ app: name, namespace, version, image, resources, port: containerPort },
    ...(autoscale === undefined && { replicas }),
    env: { ...env, SERVICE_NAME: name, SERVICE_VERSION: version, PORT: `${containerPort}` },
  };
}
