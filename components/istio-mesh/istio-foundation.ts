import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Caller, Mesh, Routable } from "../shared/capabilities";
import { Component, type Transform, transformed } from "../shared/component";
import { Faults } from "../shared/faults";
import { type IstioObject, type IstioSpecs, istioResource } from "../shared/istio";
import { injectionLabels } from "../shared/labels";
import { isName, nameForm, principal } from "../shared/names";
import { type IstioInstall, type MeshSize, gatewayValues, istiodValues } from "./chart-values";
import { checkPaths, ingressRoutes, pathsBelow } from "./ingress";

/** Istio's root namespace: what stands here holds for the whole mesh. */
const systemNamespace = "istio-system";
const gatewayName = "istio-ingressgateway";
const gatewayLabels = { istio: "ingressgateway" };
const gatewayPort = 80;

export interface IstioMeshArgs {
  /** Namespaces whose pods are in the mesh; the first is where workloads, the gateway's routes included, go by default. */
  readonly namespaces: readonly [string, ...string[]];
  readonly install: IstioInstall;
  readonly size: MeshSize;
  /** Proxies write a line per request. @default false */
  readonly accessLog?: boolean;
  readonly transform?: IstioMeshTransforms;
}

/** Changes to single children, where the arguments above do not reach. */
export interface IstioMeshTransforms {
  /** Called once per namespace. */
  readonly namespace?: Transform<k8s.core.v1.NamespaceArgs>;
  readonly base?: Transform<k8s.helm.v3.ReleaseArgs>;
  readonly istiod?: Transform<k8s.helm.v3.ReleaseArgs>;
  readonly ingressGateway?: Transform<k8s.helm.v3.ReleaseArgs>;
  readonly gateway?: Transform<IstioObject<"Gateway">>;
  readonly routes?: Transform<IstioObject<"VirtualService">>;
}

export interface IstioMeshNodes {
  readonly systemNamespace: k8s.core.v1.Namespace;
  /** By name. */
  readonly namespaces: Readonly<Record<string, k8s.core.v1.Namespace>>;
  readonly base: k8s.helm.v3.Release;
  readonly istiod: k8s.helm.v3.Release;
  readonly ingressGateway: k8s.helm.v3.Release;
  readonly gateway: k8s.apiextensions.CustomResource;
  readonly peerAuthentication: k8s.apiextensions.CustomResource;
  readonly defaultDeny: k8s.apiextensions.CustomResource;
  readonly gatewayPolicy: k8s.apiextensions.CustomResource;
}

/**
 * What a mesh has before its first workload: namespaces, the control plane, a gateway, and the rule that calls are
 * encrypted and no one may call anyone.
 */
export class IstioFoundation extends Component implements Mesh {
  readonly defaultNamespace: string;
  readonly namespaceNames: readonly string[];
  /** Where the gateway answers; with a load balancer it is known once there is one. */
  readonly url: pulumi.Output<string>;
  readonly #name: string;
  readonly #nodes: IstioMeshNodes;
  readonly #transform: IstioMeshTransforms;
  readonly #names = new Set<string>([gatewayName]);
  #paths: readonly string[] = [];
  #routes: k8s.apiextensions.CustomResource | undefined;

  constructor(name: string, args: IstioMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    checkMesh(name, args);
    super(
      "IstioMesh",
      name,
      { namespaces: args.namespaces, size: args.size, accessLog: args.accessLog },
      opts,
    );
    this.#name = name;
    this.#transform = args.transform ?? {};
    this.namespaceNames = args.namespaces;
    [this.defaultNamespace] = args.namespaces;

    const namespaces = Object.fromEntries(
      args.namespaces.map((namespace) => [namespace, this.#namespace(namespace, injectionLabels)]),
    );
    const system = this.#namespace(systemNamespace, {});
    const releases = this.#install(args, system);
    this.#nodes = {
      systemNamespace: system,
      namespaces,
      ...releases,
      ...this.#secure(releases.istiod, namespaces),
    };
    this.url = gatewayUrl(name, args.install, releases.ingressGateway, this);
    this.registerOutputs({ url: this.url });
  }

  /**
   * Opens paths to the world, everything below them included, and admits the gateway to the services behind them.
   * A canary is split at the gateway as it is inside the mesh. There is one table of routes: call this once.
   *
   * @example mesh.route({ "/api/users": userService, "/api/orders": orderService });
   * @throws pulumi.InputPropertiesError when a path is malformed, or routes were given before.
   */
  route(table: Readonly<Record<string, Routable>>): this {
    checkPaths(Object.keys(table));
    const faults = new Faults(`IstioMesh "${this.#name}"`);
    faults.require(
      this.#routes === undefined,
      "routes",
      Object.keys(table),
      "given in a single call of route()",
    );
    faults.throwIfAny();

    this.#paths = Object.keys(table);
    const services = new Set(Object.values(table));
    for (const service of services) {
      const paths = Object.keys(table).filter((path) => table[path] === service);
      service.admit(ingressGateway, paths.flatMap(pathsBelow));
    }
    const routings = Object.fromEntries(Object.entries(table).map(([path, { routing }]) => [path, routing]));
    const object = {
      metadata: { name: `${this.#name}-vs`, namespace: this.defaultNamespace },
      spec: { hosts: ["*"], gateways: [`${this.#name}-gateway`], http: ingressRoutes(routings) },
    };
    const { istiod, gateway } = this.#nodes;
    this.#routes = istioResource(
      "VirtualService",
      object.metadata.name,
      transformed(object, this.#transform.routes),
      {
        parent: this,
        dependsOn: [istiod, gateway, ...[...services].flatMap((service) => service.routingReady)],
        hooks: { beforeUpdate: [...services].flatMap((service) => service.weightGuards) },
      },
    );
    return this;
  }

  /** Where each public path is found. */
  get endpoints(): Readonly<Record<string, pulumi.Output<string>>> {
    return Object.fromEntries(this.#paths.map((path) => [path, pulumi.interpolate`${this.url}${path}`]));
  }

  namespace(name: string): pulumi.Resource | undefined {
    return this.#nodes.namespaces[name];
  }

  get controlPlane(): pulumi.Resource {
    return this.#nodes.istiod;
  }

  claim(name: string): boolean {
    if (this.#names.has(name)) return false;
    this.#names.add(name);
    return true;
  }

  /** The resources themselves; the routes once there are some. */
  get nodes(): IstioMeshNodes & { readonly routes: k8s.apiextensions.CustomResource | undefined } {
    return { ...this.#nodes, routes: this.#routes };
  }

  #namespace(name: string, labels: Readonly<Record<string, string>>): k8s.core.v1.Namespace {
    const args = transformed({ metadata: { name, labels: { ...labels } } }, this.#transform.namespace);
    return new k8s.core.v1.Namespace(name, args, { parent: this });
  }

  /** The charts, each after the one it needs: kinds, then the control plane, then a gateway that it injects. */
  #install({ install, size, accessLog = false }: IstioMeshArgs, namespace: k8s.core.v1.Namespace) {
    const release = (
      name: string,
      chart: ChartName,
      values: Readonly<Record<string, unknown>>,
      after: pulumi.Resource,
      transform: Transform<k8s.helm.v3.ReleaseArgs> | undefined,
    ) => {
      const args = {
        name,
        namespace: systemNamespace,
        ...chartSource(install, chart),
        values: { ...values },
      };
      return new k8s.helm.v3.Release(name, transformed(args, transform), {
        parent: this,
        dependsOn: [after],
      });
    };
    const { base: forBase, istiod: forIstiod, ingressGateway: forGateway } = this.#transform;
    const base = release("istio-base", "base", {}, namespace, forBase);
    const istiod = release("istiod", "istiod", istiodValues(install, size, accessLog), base, forIstiod);
    const gateway = release(gatewayName, "gateway", gatewayValues(install, size), istiod, forGateway);
    return { base, istiod, ingressGateway: gateway };
  }

  #secure(istiod: pulumi.Resource, namespaces: Readonly<Record<string, k8s.core.v1.Namespace>>) {
    const make = <Kind extends keyof IstioSpecs>(
      kind: Kind,
      name: string,
      object: IstioObject<Kind>,
      dependsOn: pulumi.Resource[] = [istiod],
    ) => istioResource(kind, name, object, { parent: this, dependsOn });
    const system = (name: string) => ({ name, namespace: systemNamespace });
    const home = namespaces[this.defaultNamespace];
    const gateway = {
      metadata: { name: `${this.#name}-gateway`, namespace: this.defaultNamespace },
      spec: {
        selector: gatewayLabels,
        servers: [{ port: { number: gatewayPort, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
      },
    };
    return {
      gateway: make("Gateway", gateway.metadata.name, transformed(gateway, this.#transform.gateway), [
        istiod,
        ...(home === undefined ? [] : [home]),
      ]),
      peerAuthentication: make("PeerAuthentication", `${this.#name}-strict-mtls`, {
        metadata: system("default"),
        spec: { mtls: { mode: "STRICT" } },
      }),
      // A policy that allows nothing: from here on every caller has to be admitted.
      defaultDeny: make("AuthorizationPolicy", `${this.#name}-default-deny`, {
        metadata: system("default-deny"),
        spec: {},
      }),
      gatewayPolicy: make("AuthorizationPolicy", `${this.#name}-gateway-open`, {
        metadata: system("ingressgateway-open"),
        spec: {
          selector: { matchLabels: gatewayLabels },
          action: "ALLOW",
          rules: [{ to: [{ operation: { ports: [`${gatewayPort}`] } }] }],
        },
      }),
    };
  }
}

type ChartName = "base" | "istiod" | "gateway";

/** The gateway as a caller. The chart names its ServiceAccount after the release. */
const ingressGateway: Caller = { name: gatewayName, principal: principal(gatewayName, systemNamespace) };

function checkMesh(name: string, { namespaces }: IstioMeshArgs): void {
  const faults = new Faults(`IstioMesh "${name}"`);
  faults.require(isName(name), "name", name, nameForm);
  namespaces.forEach((namespace, index) => {
    const path = `namespaces[${index}]`;
    faults.require(isName(namespace), path, namespace, nameForm);
    faults.require(namespaces.indexOf(namespace) === index, path, namespace, "named once");
    faults.require(
      namespace !== systemNamespace,
      path,
      namespace,
      `another one: ${systemNamespace} is the mesh's own`,
    );
  });
  faults.throwIfAny();
}

function chartSource({ charts }: IstioInstall, chart: ChartName) {
  if (!("repository" in charts)) return { chart: charts[chart] };
  return { chart, version: charts.version, repositoryOpts: { repo: charts.repository } };
}

function gatewayUrl(
  name: string,
  { gateway = {} }: IstioInstall,
  release: k8s.helm.v3.Release,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const inside = gateway.clusterIP ?? `${gatewayName}.${systemNamespace}.svc.cluster.local`;
  if (gateway.serviceType === "ClusterIP") return pulumi.output(`http://${inside}`);
  const id = release.status.apply(() => `${systemNamespace}/${gatewayName}`);
  const service = k8s.core.v1.Service.get(`${name}-gateway`, id, { parent });
  return service.status.apply((status) => `http://${loadBalancerAddress(status) ?? inside}`);
}

/** The SDK's types promise a status; a Service that was only just made has none. */
function loadBalancerAddress(status: Sparse<k8s.types.output.core.v1.ServiceStatus>): string | undefined {
  const entry = status?.loadBalancer?.ingress?.[0];
  return entry?.hostname ?? entry?.ip;
}

/** The same data where any part may be missing. */
type Sparse<T> = T extends object
  ? { readonly [Key in keyof T]?: Sparse<T[Key]> } | undefined
  : T | undefined;
