import { kubectl, listPods } from "../kubectl";
import type { Kubectl } from "../kubectl";

/** One thing the lab asks people to see for themselves. */
export interface Check {
  /** The lab's chapter. */
  readonly area: string;
  readonly name: string;
  /** @returns what was seen. @throws Error saying what was seen instead. */
  readonly run: (mesh: Mesh) => Promise<string>;
}

/** How checks reach the running mesh. */
export interface Mesh {
  readonly client: Kubectl;
  /** Base URL of the ingress gateway; undefined where nothing leads there from this machine. */
  readonly gateway: string | undefined;
}

const meshNamespaces = ["ecommerce-microservices", "ecommerce-monolith", "testing"];

/** How many plain calls a check of shares makes. */
const sample = 200;

export const checks: readonly Check[] = [
  { area: "Mesh", name: "every workload pod is ready and has a sidecar", run: sidecars },
  { area: "Mesh", name: "gateway leads /api/users to user-service", run: (mesh) => route(mesh, "users") },
  { area: "Mesh", name: "gateway leads /api/orders to order-service", run: (mesh) => route(mesh, "orders") },
  { area: "Mesh", name: "gateway answers 404 elsewhere", run: unknownRoute },
  {
    area: "Services",
    name: "user-service answers load-tester",
    run: (mesh) => answers(mesh, "user", "users"),
  },
  {
    area: "Services",
    name: "order-service answers load-tester",
    run: (mesh) => answers(mesh, "order", "orders"),
  },
  {
    area: "Services",
    name: "payment-service answers load-tester",
    run: (mesh) => answers(mesh, "payment", "payments"),
  },
  { area: "Canary", name: "header canary: true reaches version 2", run: canaryByHeader },
  { area: "Canary", name: "plain calls reach both versions", run: canaryByWeight },
];

async function sidecars({ client }: Mesh): Promise<string> {
  const pods = (await listPods(client)).filter(({ namespace }) => meshNamespaces.includes(namespace));
  const wrong = pods.filter(({ hasProxy, reason }) => !hasProxy || reason !== undefined);
  if (pods.length === 0) throw new Error("there are no pods");
  if (wrong.length > 0)
    throw new Error(wrong.map(({ name, reason }) => `${name}: ${reason ?? "no proxy"}`).join("; "));
  return `${pods.length} pods`;
}

async function route({ gateway }: Mesh, what: "users" | "orders"): Promise<string> {
  const response = await callGateway(gateway, `/api/${what}`);
  const { service } = (await response.json()) as { service: string };
  return expect(service, `${what.slice(0, -1)}-service`);
}

async function unknownRoute({ gateway }: Mesh): Promise<string> {
  return expect(String((await callGateway(gateway, "/api/nothing")).status), "404");
}

async function answers(mesh: Mesh, name: string, resource: string): Promise<string> {
  const [answer] = await callFromTester(
    mesh,
    `http://${name}-service.ecommerce-microservices/api/${resource}`,
  );
  return expect(answer?.service, `${name}-service`);
}

async function canaryByHeader(mesh: Mesh): Promise<string> {
  const [answer] = await callFromTester(mesh, usersUrl, "-H", "canary: true");
  return expect(answer?.version, "v2");
}

async function canaryByWeight(mesh: Mesh): Promise<string> {
  const all = await callFromTester(mesh, `${usersUrl}?call=[1-${sample}]`);
  const canary = all.filter(({ version }) => version === "v2").length;
  if (canary === 0 || canary === all.length) throw new Error(`${canary} of ${all.length} calls reached v2`);
  return `${canary} of ${all.length} calls reached v2`;
}

const usersUrl = "http://user-service.ecommerce-microservices.svc.cluster.local/api/users";

/** What every answer of the services names. */
interface Answer {
  readonly service?: string;
  readonly version?: string;
}

/** Calls as the lab does: curl in the load-tester's pod. */
async function callFromTester(
  { client }: Mesh,
  url: string,
  ...options: readonly string[]
): Promise<readonly Answer[]> {
  const output = await kubectl(client, [
    ...["exec", "-n", "testing", "deployment/load-tester", "-c", "load-tester", "--"],
    ...["curl", "-s", "--max-time", "10", "-w", "\\n", ...options, url],
  ]);
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map(parseAnswer);
}

function parseAnswer(line: string): Answer {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    throw new Error(`the answer is ${line.slice(0, 80)}`);
  }
}

async function callGateway(gateway: string | undefined, path: string): Promise<Response> {
  if (gateway === undefined) throw new Error("no way to the gateway is known for this context");
  return fetch(gateway + path, { signal: AbortSignal.timeout(10_000) });
}

function expect(seen: string | undefined, wanted: string): string {
  if (seen !== wanted) throw new Error(`${wanted} expected, ${seen ?? "nothing"} seen`);
  return wanted;
}
