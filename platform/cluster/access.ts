import { awsHost, hostPorts } from "../locations";
import { contextName } from "./kubeconfig";
import { awsPort, paths } from "./paths";

/** How to reach the cluster. */
export interface Cluster {
  /** Path of the administrator's kubeconfig, mode 0600. Its server is `https://127.0.0.1:<hostPorts().api>`. */
  readonly kubeconfig: string;
  /** The only context in it. */
  readonly context: string;
  /** Base URLs on the host. */
  readonly urls: { readonly api: string; readonly gateway: string; readonly aws: string };
  /** Base URL of the local AWS inside pods. Equal to `urls.aws` unless the host port was changed. */
  readonly awsUrlInPods: string;
}

/** Where a running cluster is reached. Says nothing about whether it runs. */
export function clusterAccess(): Cluster {
  const { api, gateway, aws } = hostPorts();
  return {
    kubeconfig: paths().kubeconfig,
    context: contextName,
    urls: {
      api: `https://127.0.0.1:${api}`,
      gateway: `http://127.0.0.1:${gateway}`,
      aws: `http://${awsHost}:${aws}`,
    },
    awsUrlInPods: `http://${awsHost}:${awsPort}`,
  };
}
