import { IstioMesh } from "./components";
import { settings } from "./stacks/settings";

const stack = settings();
const { services, userImages, canaryWeight, maxCanaryStep } = stack;

// The mesh: encrypted calls only, nobody may call anybody until a line below says so.
const mesh = new IstioMesh("ecommerce", {
  namespaces: ["ecommerce-microservices", "ecommerce-monolith", "testing"],
  install: stack.istio,
  size: stack.mesh,
  accessLog: stack.accessLog,
});

// The services; user-service tries its version 2 on some of the requests.
const users = mesh.service("user-service", {
  ...services["user-service"],
  versions: {
    v1: { weight: 100 - canaryWeight, image: userImages.v1 },
    v2: { weight: canaryWeight, image: userImages.v2 },
  },
  canary: {
    version: "v2",
    maxStep: maxCanaryStep,
    settings: { weight: "pattern-mesh:canaryWeight", maxStep: "pattern-mesh:maxCanaryStep" },
  },
});
const orders = mesh.service("order-service", services["order-service"]);
const payments = mesh.service("payment-service", services["payment-service"]);

// The way in.
mesh.route({ "/api/users": users, "/api/orders": orders });

// Test traffic, where the environment has it.
if (stack.loadTester !== undefined) {
  const loadTester = mesh.client("load-tester", { namespace: "testing", ...stack.loadTester });
  loadTester.calls(users).calls(orders).calls(payments);
}

/** Where the gateway answers. */
export const url = mesh.url;
/** The public routes by path. */
export const endpoints = mesh.endpoints;
/** Percent of the plain requests that each version gets. */
export const canary = { "user-service": users.routing.weights };
