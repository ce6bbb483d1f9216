/** Settings of the Istio charts; the charts have many more, these are the ones that differ between environments. */
export interface IstioInstall {
  /** Where the charts come from: a Helm repository with a version, or a folder for each chart. */
  readonly charts:
    | { readonly repository: string; readonly version: string }
    | { readonly base: string; readonly istiod: string; readonly gateway: string };
  /** Registry path of the images. @default the charts' own */
  readonly hub?: string;
  /** Tag of the images. @default the charts' own */
  readonly tag?: string;
  /** The proxy is the upstream Envoy, which has none of Istio's own filters. @default false */
  readonly upstreamEnvoy?: boolean;
  readonly gateway?: GatewayService;
}

/** How the ingress gateway is reached. */
export interface GatewayService {
  /** @default "LoadBalancer" */
  readonly serviceType?: "LoadBalancer" | "ClusterIP";
  /** @default one that the cluster picks */
  readonly clusterIP?: string;
}

/** What a chart calls `resources`. */
export interface ProxyResources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits?: { readonly cpu: string; readonly memory: string };
}

/** How big the mesh's own parts are. */
export interface MeshSize {
  readonly sidecar: ProxyResources;
  readonly istiod: ProxyResources;
  readonly gateway: ProxyResources;
  /** Pods of istiod and of the gateway; above 1 the charts scale them up to `maxReplicas` and protect them by budgets. */
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Envoy keeps these out of its statistics by default. They are the proof that a breaker opened, and how often.
 */
const breakerStats = [
  ".*upstream_rq_pending_overflow.*",
  ".*upstream_cx_overflow.*",
  ".*upstream_rq_retry.*",
  ".*outlier_detection.*",
];

/** Values of the istiod chart. */
export function istiodValues(install: IstioInstall, size: MeshSize, accessLog: boolean): Values {
  const { hub, tag, upstreamEnvoy = false } = install;
  return {
    global: {
      ...(hub !== undefined && { hub }),
      ...(tag !== undefined && { tag }),
      imagePullPolicy: "IfNotPresent",
      proxy: { resources: size.sidecar },
    },
    meshConfig: {
      accessLogFile: accessLog ? "/dev/stdout" : "",
      defaultConfig: {
        // Services call each other as soon as they start; without a proxy those calls would be refused.
        holdApplicationUntilProxyStarts: true,
        proxyStatsMatcher: { inclusionRegexps: breakerStats },
      },
    },
    resources: size.istiod,
    ...autoscaling(size),
    ...(upstreamEnvoy && withoutIstioFilters),
  };
}

/** Values of the gateway chart. */
export function gatewayValues(install: IstioInstall, size: MeshSize): Values {
  const { serviceType = "LoadBalancer", clusterIP } = install.gateway ?? {};
  const { minReplicas, maxReplicas } = size;
  return {
    imagePullPolicy: "IfNotPresent",
    service: { type: serviceType, ...(clusterIP !== undefined && { clusterIP }) },
    resources: size.gateway,
    autoscaling: { enabled: maxReplicas > minReplicas, minReplicas, maxReplicas },
    replicaCount: minReplicas,
    ...(minReplicas > 1 && { podDisruptionBudget: { maxUnavailable: 1 } }),
  };
}

/** What has to be off for Envoy to accept everything that istiod sends. */
const withoutIstioFilters = {
  env: { PILOT_ENABLE_METADATA_EXCHANGE: "false", PILOT_ENABLE_ALPN_FILTER: "false" },
  telemetry: { enabled: false },
};

function autoscaling({ minReplicas, maxReplicas }: MeshSize): Values {
  return {
    autoscaleEnabled: maxReplicas > minReplicas,
    autoscaleMin: minReplicas,
    autoscaleMax: maxReplicas,
    replicaCount: minReplicas,
  };
}
