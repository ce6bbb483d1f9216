import { dirname, join } from "node:path";
import type { Component } from "./component";
import { renderCni, renderContainerd } from "./containerd-config";
import { componentKubeconfig } from "./credentials";
import { renderKubelet, renderKubeProxy } from "./kubelet-config";
import { node } from "../locations";
import { paths } from "./paths";
import { httpProbe, socketProbe } from "./probes";
import { systemPath } from "./system-path";

export const containerd: Component = {
  name: "containerd",
  inNamespace: true,
  commandLine: (tools, images) => {
    const config = join(paths().config, "containerd.toml");
    return {
      command: tools.path("containerd"),
      args: [`--config=${config}`],
      // It looks for the shim on PATH.
      env: { PATH: systemPath(dirname(tools.path("containerd-shim-runc-v2"))) },
      files: {
        [config]: renderContainerd({
          pause: images.pause,
          runc: tools.path("runc"),
          cniPlugins: tools.path("cni-plugins"),
        }),
        [join(paths().cni, "10-pattern-mesh.conflist")]: renderCni(),
      },
    };
  },
  probe: () => socketProbe({ path: paths().containerdSocket }),
};

export const kubelet: Component = {
  name: "kubelet",
  inNamespace: true,
  commandLine: (tools) => {
    const config = join(paths().config, "kubelet.yaml");
    return {
      command: tools.path("kubelet"),
      args: [
        `--config=${config}`,
        `--kubeconfig=${componentKubeconfig("kubelet")}`,
        `--root-dir=${paths().kubelet}`,
        `--cert-dir=${join(paths().kubelet, "pki")}`,
        `--hostname-override=${node.name}`,
        `--node-ip=${node.address}`,
      ],
      files: { [config]: renderKubelet() },
    };
  },
  probe: () => httpProbe("http://127.0.0.1:10248/healthz"),
};

export const kubeProxy: Component = {
  name: "kube-proxy",
  inNamespace: true,
  commandLine: (tools) => {
    const config = join(paths().config, "kube-proxy.yaml");
    return {
      command: tools.path("kube-proxy"),
      args: [`--config=${config}`],
      // It runs `nft`.
      env: { PATH: systemPath(dirname(tools.path("nft"))) },
      files: { [config]: renderKubeProxy(componentKubeconfig("kube-proxy")) },
    };
  },
  probe: () => httpProbe("http://127.0.0.1:10256/healthz"),
};
