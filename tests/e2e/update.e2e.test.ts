import assert from "node:assert/strict";
import { lastTarget } from "../../cli/target";
import { clusterAccess } from "../../platform/cluster/index";
import { kubectlMust, objects, shop } from "./cluster";
import { mesh, npmMust } from "./commands";

interface DestinationRule {
  readonly spec: {
    readonly trafficPolicy: {
      readonly connectionPool: { readonly tcp: { readonly maxConnections: number } };
    };
  };
}

const preview = ["pulumi", "preview", "--non-interactive"];

describe("an update", () => {
  it("of an unchanged program changes nothing", async () => {
    const output = await npmMust("up");
    assert.match(output, /\d+ unchanged/);
    assert.doesNotMatch(output, /\d+ (created|updated|deleted|replaced)/);
  });

  it("after a hand edit: refresh shows the drift, and the next up repairs it", async () => {
    const patch = '{"spec":{"trafficPolicy":{"connectionPool":{"tcp":{"maxConnections":999}}}}}';
    await kubectlMust([
      "patch",
      "destinationrule",
      "payment-service-cb",
      "-n",
      shop,
      "--type=merge",
      "-p",
      patch,
    ]);

    const refresh = await mesh("pulumi", "refresh", "--yes", "--non-interactive", "--diff");
    assert.match(refresh, /payment-service-cb/);
    assert.match(refresh, /maxConnections\s*: 10(\.0)? => 999/);
    assert.match(await mesh(...preview, "--diff"), /maxConnections\s*: 999(\.0)? => 10/);

    assert.match(await npmMust("up"), /1 updated/);
    assert.equal(await maxConnections(), 10);
    assert.doesNotMatch(await mesh(...preview), /\d+ to (create|update|delete|replace)/);
  });

  it("of a cluster of the user's own goes by --context, with the same program", async () => {
    const { kubeconfig, context } = clusterAccess();
    const generated = Object.entries(lastTarget().generated).flatMap(([key, value]) => [
      "--config",
      `${key}=${JSON.stringify(value)}`,
    ]);
    const output = await npmMust("up", ["--context", context, ...generated], { KUBECONFIG: kubeconfig });
    assert.match(output, /\d+ unchanged/);
    assert.doesNotMatch(output, /Cluster and local AWS|\d+ (created|updated|deleted|replaced)/);
    assert.equal(lastTarget().context, context);
    await npmMust("up");
    assert.equal(lastTarget().context, undefined);
  });

  it("makes an object anew that was deleted by hand", async () => {
    await kubectlMust(["delete", "poddisruptionbudget", "payment-service", "-n", shop]);
    await mesh("pulumi", "refresh", "--yes", "--non-interactive");
    assert.match(await npmMust("up"), /1 created/);
  });
});

async function maxConnections(): Promise<number | undefined> {
  const rules = await objects<DestinationRule>(
    "destinationrules",
    "-n",
    shop,
    "--field-selector",
    "metadata.name=payment-service-cb",
  );
  return rules[0]?.spec.trafficPolicy.connectionPool.tcp.maxConnections;
}
