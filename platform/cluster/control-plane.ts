import { join } from "node:path";
import { node } from "../locations";
import type { Component } from "./component";
import { componentKubeconfig } from "./credentials";
import { apiPort, paths } from "./paths";
import { httpProbe } from "./probes";

const etcdUrl = "http://127.0.0.1:2379";

export const etcd: Component = {
  name: "etcd",
  inNamespace: true,
  commandLine: (tools) => ({
    command: tools.path("etcd"),
    args: [
      `--name=${node.name}`,
      `--data-dir=${paths().etcd}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      "--listen-peer-urls=http://127.0.0.1:2380",
      "--initial-advertise-peer-urls=http://127.0.0.1:2380",
      `--initial-cluster=${node.name}=http://127.0.0.1:2380`,
      // A sole member waits for one election at each start; these are its shortest terms, in milliseconds.
      "--heartbeat-interval=20",
      "--election-timeout=200",
      "--log-level=warn",
    ],
  }),
  probe: () => httpProbe(`${etcdUrl}/health`),
};

export const apiServer: Component = {
  name: "kube-apiserver",
  inNamespace: true,
  commandLine: (tools) => ({
    command: tools.path("kube-apiserver"),
    args: [
      `--etcd-servers=${etcdUrl}`,
      "--bind-address=0.0.0.0",
      `--secure-port=${apiPort}`,
      // A loopback address is refused as an endpoint of the Service `kubernetes`.
      `--advertise-address=${node.address}`,
      `--cert-dir=${paths().servingCertificates}`,
      `--service-cluster-ip-range=${node.serviceCidr}`,
      `--token-auth-file=${paths().tokens}`,
      "--anonymous-auth=false",
      "--authorization-mode=Node,RBAC",
      "--enable-admission-plugins=NodeRestriction",
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      `--service-account-signing-key-file=${paths().serviceAccountKey}`,
      `--service-account-key-file=${paths().serviceAccountPublicKey}`,
      // Webhooks are called at their pod.
      "--enable-aggregator-routing=true",
      "--kubelet-preferred-address-types=InternalIP",
      "--allow-privileged=true",
      "--profiling=false",
    ],
  }),
  probe: () => httpProbe(`https://${node.address}:${apiPort}/readyz?verbose`, { authenticated: true }),
  startSeconds: 120,
  stopSeconds: 10,
};

export const controllerManager: Component = {
  name: "kube-controller-manager",
  inNamespace: true,
  commandLine: (tools) => ({
    command: tools.path("kube-controller-manager"),
    args: [
      ...soleInstance("kube-controller-manager"),
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${paths().serviceAccountKey}`,
      `--root-ca-file=${paths().authority}`,
      `--cluster-cidr=${node.podCidr}`,
      `--service-cluster-ip-range=${node.serviceCidr}`,
    ],
  }),
  probe: () => httpProbe("https://127.0.0.1:10257/healthz"),
};

export const scheduler: Component = {
  name: "kube-scheduler",
  inNamespace: true,
  commandLine: (tools) => ({
    command: tools.path("kube-scheduler"),
    args: soleInstance("kube-scheduler"),
  }),
  probe: () => httpProbe("https://127.0.0.1:10259/healthz"),
};

/** Nobody to elect: after a kill the next instance works at once instead of waiting for a lease to run out. */
function soleInstance(name: string): readonly string[] {
  return [
    `--kubeconfig=${componentKubeconfig(name)}`,
    "--leader-elect=false",
    "--bind-address=127.0.0.1",
    // Its certificate, only seen by the health check, lives as long as the process.
    `--cert-dir=${join(paths().run, "certificates", name)}`,
    "--profiling=false",
  ];
}
