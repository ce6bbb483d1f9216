import { join } from "node:path";
import { node, runDir, stateDir } from "../locations";

/** Every folder, socket and key file of the cluster, in one place. Folders named `state` survive a stop. */
export function paths() {
  const state = stateDir();
  return {
    state,
    logs: join(state, "logs"),
    podLogs: join(state, "logs", "pods"),
    etcd: join(state, "etcd"),
    kubelet: join(state, "kubelet"),
    containerd: join(state, "containerd"),
    aws: join(state, "ministack"),
    config: join(state, "config"),
    cni: join(state, "config", "cni"),
    keys: join(state, "keys"),
    tokens: join(state, "keys", "tokens.csv"),
    probeHeader: join(state, "keys", "probe-header"),
    serviceAccountKey: join(state, "keys", "service-account.key"),
    serviceAccountPublicKey: join(state, "keys", "service-account.pub"),
    servingCertificates: join(state, "keys", "kube-apiserver"),
    /** Made by the API server at its first start: its certificate, then the authority that signed it. */
    authority: join(state, "keys", "kube-apiserver", "apiserver.crt"),
    kubeconfig: join(state, "kubeconfig"),
    run: runDir,
    containerdState: join(runDir, "containerd"),
    containerdSocket: join(runDir, "containerd.sock"),
    runcState: join(runDir, "runc"),
    podAddresses: join(runDir, "cni"),
    awsScratch: join(runDir, "aws"),
    hostSettings: join(runDir, "host-settings.json"),
    networkNamespace: join("/run/netns", node.namespace),
  } as const;
}

/** Port of the API server inside the namespace. */
export const apiPort = 6443;

/** Port of the local AWS inside the namespace. */
export const awsPort = 4566;
