import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Callable, Caller } from "../shared/capabilities";
import { Component } from "../shared/component";
import { principal } from "../shared/names";
import type { MeshClientArgs } from "./args";
import { checkClient } from "./check-args";
import { makeAccount, makeDeployment } from "./children";

export interface MeshClientNodes {
  readonly serviceAccount: k8s.core.v1.ServiceAccount;
  readonly deployment: k8s.apps.v1.Deployment;
}

/**
 * A workload that calls and is not called: it has an identity and no Service.
 *
 * @example
 * const loadTester = mesh.client("load-tester", { namespace: "testing", image, resources });
 * loadTester.calls(userService);
 */
export class MeshClient extends Component implements Caller {
  readonly name: string;
  readonly principal: string;
  readonly #nodes: MeshClientNodes;

  constructor(name: string, args: MeshClientArgs, opts?: pulumi.ComponentResourceOptions) {
    checkClient(name, args);
    const { mesh, resources, replicas = 1, env = {}, namespace = mesh.defaultNamespace, transform } = args;
    super("MeshClient", name, { namespace, replicas, resources }, opts);
    this.name = name;
    this.principal = principal(name, namespace);

    const place = { parent: this, mesh, namespace };
    const serviceAccount = makeAccount(name, place, transform?.serviceAccount);
    const version = "v1";
    const workload = {
      ...{ name, namespace, app: name, version, image: args.image, replicas, resources },
      env: { ...env, SERVICE_NAME: name, SERVICE_VERSION: version },
    };
    const deployment = makeDeployment(workload, place, transform?.deployment, serviceAccount);
    this.#nodes = { serviceAccount, deployment };
    this.registerOutputs({ principal: this.principal });
  }

  /** Admits this client to a service. */
  calls(service: Callable): this {
    service.admit(this);
    return this;
  }

  /** The resources themselves. */
  get nodes(): MeshClientNodes {
    return this.#nodes;
  }
}
