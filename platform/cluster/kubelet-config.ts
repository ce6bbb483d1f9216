import { join } from "node:path";
import { stringify } from "yaml";
import { node } from "../locations";
import { cgroupName } from "./cgroups";
import { paths } from "./paths";

/** @returns a KubeletConfiguration as YAML. */
export function renderKubelet(): string {
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: node.address,
    // Reachable from the node only, see network.ts.
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: "AlwaysAllow" },
    healthzBindAddress: "127.0.0.1",
    containerRuntimeEndpoint: `unix://${paths().containerdSocket}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${cgroupName}`,
    failCgroupV1: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    clusterDomain: "cluster.local",
    clusterDNS: [node.dnsAddress],
    // The host's name servers cannot be reached from the namespace.
    resolvConf: "/dev/null",
    makeIPTablesUtilChains: false,
    podLogsDir: paths().podLogs,
    volumePluginDir: join(paths().kubelet, "volume-plugins"),
    containerLogMaxSize: "5Mi",
    containerLogMaxFiles: 2,
    // Images cannot be pulled again.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "1%",
      "nodefs.inodesFree": "1%",
      "imagefs.available": "1%",
    },
    serializeImagePulls: false,
    registerWithTaints: [],
  });
}

/** @returns a KubeProxyConfiguration as YAML. */
export function renderKubeProxy(kubeconfig: string): string {
  return stringify({
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    clientConnection: { kubeconfig },
    hostnameOverride: node.name,
    clusterCIDR: node.podCidr,
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
    // Zero leaves the host's kernel settings as they are.
    conntrack: {
      maxPerCore: 0,
      min: 0,
      tcpEstablishedTimeout: "0s",
      tcpCloseWaitTimeout: "0s",
      udpTimeout: "0s",
      udpStreamTimeout: "0s",
    },
  });
}
