import { testRule } from "../../kit/testing/rule-tester";
import { canarySubsetPerVersion } from "./canary-subset-per-version";

const service = (selector = "{ app: api }", namespace = "shop") =>
  `{ apiVersion: v1, kind: Service, metadata: { name: api, namespace: ${namespace} }, spec: { selector: ${selector} } }`;
const workload = (name: string, labels: string, { kind = "Deployment", namespace = "shop" } = {}) =>
  `{ apiVersion: apps/v1, kind: ${kind}, metadata: { name: ${name}, namespace: ${namespace} }, ` +
  `spec: { template: { metadata: { labels: ${labels} } } } }`;
const rule = (subsets: string) =>
  "{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: api, namespace: shop }, " +
  `spec: { host: api, subsets: [${subsets}] } }`;
const all = (...documents: readonly string[]) => documents.join("\n---\n");
const V1 = "{ name: v1, labels: { version: v1 } }";
const missing = (version: string, where = "DestinationRule shop/api") =>
  `Service shop/api: runs version ${version}, for which ${where} has no subset. ` +
  `Fix: add the subset {name: ${version}, labels: {version: ${version}}} to the service's DestinationRule.`;

testRule(canarySubsetPerVersion, {
  good: {
    "a subset per version": all(
      service(),
      workload("api-v1", "{ app: api, version: v1 }"),
      workload("api-v2", "{ app: api, version: v2 }", { kind: "StatefulSet" }),
      rule(`${V1}, { name: next, labels: { version: v2, app: api } }`),
    ),
    "workloads of others": all(
      service(),
      workload("web", "{ app: web, version: v9 }"),
      workload("api", "{ app: api, version: v9 }", { namespace: "elsewhere" }),
    ),
    "a version label of another name": {
      yaml: all(
        service(),
        workload("api", "{ app: api, release: r1 }"),
        rule("{ name: r1, labels: { release: r1 } }"),
      ),
      config: { versionLabel: "release" },
    },
    "outside the mesh": all(
      service("{ app: api }", "kube-system"),
      workload("api", "{ app: api, version: v1 }", { namespace: "kube-system" }),
    ),
    "no selector": all(service("{}"), workload("api", "{ app: api, version: v1 }")),
  },
  bad: {
    "no subset for the second version": {
      yaml: all(
        service(),
        workload("api-v1", "{ app: api, version: v1 }"),
        workload("api-v2", "{ app: api, version: v2 }"),
        rule(V1),
      ),
      findings: [missing("v2")],
    },
    "no rule at all": {
      yaml: all(service(), workload("api-v1", "{ app: api, version: v1 }")),
      findings: [missing("v1", "no DestinationRule")],
    },
    "a subset that leaves some of its pods out": {
      yaml: all(
        service(),
        workload("api-v1", "{ app: api, version: v1, tier: gold }"),
        workload("api-v1b", "{ app: api, version: v1 }"),
        rule("{ name: v1, labels: { version: v1, tier: gold } }"),
      ),
      findings: [missing("v1")],
    },
    "pods without a version": {
      yaml: all(service(), workload("api", "{ app: api }")),
      findings: [
        "Deployment shop/api: has no label version on its pods, so no subset can pick them out. " +
          "Fix: add the label version, such as version: v1, to the pod template.",
      ],
    },
  },
});
