import assert from "node:assert/strict";
import { kubectlMust } from "./cluster";
import { mesh } from "./commands";

describe("pulumi destroy", () => {
  it("leaves no object behind", async () => {
    await mesh("pulumi", "destroy", "--yes", "--non-interactive");
    const left = (await allObjects()).filter(({ metadata }) => !isOfTheCluster(metadata));
    assert.deepEqual(
      left.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`),
      [],
    );
    assert.equal(await resourcesInState(), 0);
  });
});

interface AnyObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

async function allObjects(): Promise<readonly AnyObject[]> {
  const kinds = (await kubectlMust(["api-resources", "--verbs=list,delete", "--output=name"]))
    .split("\n")
    .filter((name) => name !== "");
  const text = await kubectlMust([
    "get",
    kinds.filter(isLasting).join(","),
    "--all-namespaces",
    "--output",
    "json",
  ]);
  return (JSON.parse(text) as { items: readonly AnyObject[] }).items;
}

/** Left out: what goes by itself, and what the API server keeps of its own. */
function isLasting(kind: string): boolean {
  return !/^(events|leases|componentstatuses|apiservices|flowschemas|prioritylevelconfigurations|ipaddresses|servicecidrs)(\.|$)/.test(
    kind,
  );
}

const clusterNamespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** What a cluster without the program has. */
function isOfTheCluster({ name, namespace, labels }: AnyObject["metadata"]): boolean {
  if (namespace !== undefined) return clusterNamespaces.includes(namespace);
  return (
    clusterNamespaces.includes(name) ||
    labels?.["kubernetes.io/bootstrapping"] !== undefined ||
    /^(system:|system-(node|cluster)-critical$|pattern-mesh$|coredns)/.test(name)
  );
}

async function resourcesInState(): Promise<number> {
  const { deployment } = JSON.parse(await mesh("pulumi", "stack", "export")) as {
    deployment: { resources?: readonly { type: string }[] };
  };
  return (deployment.resources ?? []).filter(({ type }) => type !== "pulumi:pulumi:Stack").length;
}
