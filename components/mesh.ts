import { IstioFoundation } from "./istio-mesh/istio-foundation";
import type { MeshClientArgs, MeshServiceArgs } from "./mesh-service/args";
import { MeshClient } from "./mesh-service/mesh-client";
import { MeshService } from "./mesh-service/mesh-service";

/**
 * A service mesh on Istio: three charts, namespaces that get proxies, STRICT mutual TLS, and default deny. Its verbs put
 * workloads on it; who may call whom is derived from what they are said to call.
 *
 * @example
 * const mesh = new IstioMesh("shop", { namespaces: ["shop"], install, size });
 * const users = mesh.service("user-service", { image, resources, breaker, timeout: "10 seconds", retries });
 * const orders = mesh.service("order-service", { image, resources, breaker, timeout: "10 seconds", retries });
 * orders.calls(users);
 * mesh.route({ "/api/users": users, "/api/orders": orders });
 */
export class IstioMesh extends IstioFoundation {
  /** Puts a service on the mesh. */
  service(name: string, args: Omit<MeshServiceArgs, "mesh">): MeshService {
    return new MeshService(name, { ...args, mesh: this }, { parent: this });
  }

  /** Puts a workload on the mesh that calls and is not called. */
  client(name: string, args: Omit<MeshClientArgs, "mesh">): MeshClient {
    return new MeshClient(name, { ...args, mesh: this }, { parent: this });
  }
}
