import { createHash } from "node:crypto";
import { awsHost, node } from "../locations";
import { callApi } from "./api-client";
import { apiPort } from "./paths";

const namespace = "kube-system";
const name = "coredns";
const labels = { "k8s-app": "kube-dns" };
/** Above 1023: the image's user is not root. */
const dnsPort = 5353;

/** Names outside the cluster are not found: there is no way out of the namespace. */
const corefile = `.:${dnsPort} {
    errors
    health :8080
    ready :8181
    hosts {
        ${node.address} ${awsHost}
        ttl 60
        fallthrough
    }
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        ttl 30
        fallthrough in-addr.arpa ip6.arpa
    }
    cache 30
    loadbalance
}
`;

/** Installs or updates the cluster's name server by server-side apply. */
export async function applyCoreDns(image: string): Promise<void> {
  for (const [path, object] of Object.entries(coreDnsObjects(image))) {
    await callApi("PATCH", `${path}?fieldManager=pattern-mesh-platform&force=true`, {
      body: object,
      contentType: "application/apply-patch+yaml",
    });
  }
}

interface PodList {
  readonly items: readonly {
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** @returns undefined when a name server pod is Ready, else why not. */
export async function coreDnsFault(): Promise<string | undefined> {
  const { items } = await callApi<PodList>(
    "GET",
    `/api/v1/namespaces/${namespace}/pods?labelSelector=k8s-app%3Dkube-dns`,
  );
  const ready = items.some(({ status }) =>
    status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True"),
  );
  return ready ? undefined : `none of ${items.length} name server pods is Ready`;
}

/** @returns the objects by API path, in the order to apply them. */
export function coreDnsObjects(image: string): Readonly<Record<string, object>> {
  const metadata = { name, namespace, labels };
  const rbac = "rbac.authorization.k8s.io";
  const role = `system:${name}`;
  return {
    [`/api/v1/namespaces/${namespace}/serviceaccounts/${name}`]: {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata,
    },
    [`/apis/${rbac}/v1/clusterroles/${role}`]: {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata: { name: role, labels },
      rules: [
        {
          apiGroups: [""],
          resources: ["endpoints", "services", "pods", "namespaces"],
          verbs: ["list", "watch"],
        },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
      ],
    },
    [`/apis/${rbac}/v1/clusterrolebindings/${role}`]: {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: role, labels },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    [`/api/v1/namespaces/${namespace}/configmaps/${name}`]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { Corefile: corefile },
    },
    [`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`]: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { replicas: 1, selector: { matchLabels: labels }, template: podTemplate(image) },
    },
    [`/api/v1/namespaces/${namespace}/services/kube-dns`]: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "kube-dns", namespace, labels },
      spec: {
        selector: labels,
        clusterIP: node.dnsAddress,
        ports: [
          { name: "dns", port: 53, protocol: "UDP", targetPort: dnsPort },
          { name: "dns-tcp", port: 53, protocol: "TCP", targetPort: dnsPort },
        ],
      },
    },
  };
}

function podTemplate(image: string): object {
  const corefileDigest = createHash("sha256").update(corefile).digest("hex").slice(0, 12);
  return {
    // A changed Corefile makes a new pod.
    metadata: { labels, annotations: { "pattern-mesh.test/corefile": corefileDigest } },
    spec: {
      serviceAccountName: name,
      priorityClassName: "system-cluster-critical",
      dnsPolicy: "Default",
      terminationGracePeriodSeconds: 5,
      tolerations: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule", operator: "Exists" }],
      containers: [
        {
          name,
          image,
          imagePullPolicy: "IfNotPresent",
          args: ["-conf", "/etc/coredns/Corefile"],
          // Not through the Service: the name server must not wait for kube-proxy.
          env: [
            { name: "KUBERNETES_SERVICE_HOST", value: node.address },
            { name: "KUBERNETES_SERVICE_PORT", value: String(apiPort) },
          ],
          ports: [
            { name: "dns", containerPort: dnsPort, protocol: "UDP" },
            { name: "dns-tcp", containerPort: dnsPort, protocol: "TCP" },
          ],
          resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
          livenessProbe: { httpGet: { path: "/health", port: 8080 }, initialDelaySeconds: 30 },
          securityContext: {
            runAsNonRoot: true,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
          volumeMounts: [{ name: "config", mountPath: "/etc/coredns", readOnly: true }],
        },
      ],
      volumes: [{ name: "config", configMap: { name } }],
    },
  };
}
