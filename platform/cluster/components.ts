import { ministack } from "../aws/ministack";
import type { Component } from "./component";
import { apiServer, controllerManager, etcd, scheduler } from "./control-plane";
import { forwardComponents, forwards } from "./forwards";
import { containerd, kubelet, kubeProxy } from "./node-agents";

/** Every daemon of the platform, in the order they start. */
export function allComponents(): readonly Component[] {
  return [
    etcd,
    apiServer,
    controllerManager,
    scheduler,
    containerd,
    kubelet,
    kubeProxy,
    ministack,
    ...forwards.flatMap(forwardComponents),
  ];
}
