import { testRule } from "../../kit/testing/rule-tester";
import { canaryRouteSubsets } from "./canary-route-subsets";

const SERVICE =
  "{ apiVersion: v1, kind: Service, metadata: { name: api, namespace: shop }, spec: { selector: { app: api } } }";
const RULE =
  "{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: api, namespace: shop }, " +
  "spec: { host: api, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] } }";
const virtualService = (spec: string, namespace = "shop") =>
  `{ apiVersion: networking.istio.io/v1beta1, kind: VirtualService, metadata: { name: api, namespace: ${namespace} }, spec: ${spec} }`;
const http = (destination: string, namespace?: string) =>
  virtualService(`{ http: [{ route: [{ destination: ${destination} }] }] }`, namespace);
const all = (...documents: readonly string[]) => documents.join("\n---\n");
const FULL = "api.shop.svc.cluster.local";
const PLACE = "spec.http[0].route[0].destination";

testRule(canaryRouteSubsets, {
  good: {
    "a subset that exists": all(SERVICE, RULE, http("{ host: api, subset: v1 }")),
    "from another namespace, by full name": all(SERVICE, RULE, http(`{ host: ${FULL}, subset: v2 }`, "web")),
    "a host without subsets": http("{ host: example.com }"),
    "every kind of destination": all(
      SERVICE,
      RULE,
      virtualService(
        "{ http: [{ mirror: { host: api, subset: v1 } }, { mirrors: [{ destination: { host: api, subset: v2 } }] }], " +
          "tcp: [{ route: [{ destination: { host: api, subset: v1 } }] }], tls: [{ route: [{ destination: { host: api, subset: v2 } }] }] }",
      ),
    ),
    "no subset for a service outside the mesh": {
      yaml: all(SERVICE, RULE, http("{ host: api }")),
      config: { exemptNamespaces: ["shop"] },
    },
  },
  bad: {
    "a subset that does not exist": {
      yaml: all(SERVICE, RULE, http("{ host: api, subset: v3 }")),
      findings: [
        `VirtualService shop/api: ${PLACE}.subset is "v3", which DestinationRule shop/api does not define (it has v1, v2). ` +
          "Fix: name a subset that exists, or add this one to the DestinationRule.",
      ],
    },
    "a subset where no rule is": {
      yaml: all(SERVICE, http("{ host: api, subset: v1 }")),
      findings: [
        `VirtualService shop/api: ${PLACE}.subset is "v1", which no DestinationRule for ${FULL} defines. ` +
          "Fix: name a subset that exists, or add this one to the DestinationRule.",
      ],
    },
    "no subset": {
      yaml: all(SERVICE, RULE, http("{ host: api }")),
      findings: [
        `VirtualService shop/api: ${PLACE} names no subset, so requests go to every version at once. ` +
          `Fix: set ${PLACE}.subset to one of v1, v2.`,
      ],
    },
    "a host that Istio does not complete": {
      yaml: all(SERVICE, RULE, http("{ host: api.shop, subset: v1 }")),
      findings: [
        `VirtualService shop/api: ${PLACE}.host is "api.shop", which Istio does not complete to ${FULL}. ` +
          `Fix: set ${PLACE}.host to ${FULL}.`,
      ],
    },
    "a mirror to a subset that does not exist": {
      yaml: all(SERVICE, RULE, virtualService("{ http: [{ mirror: { host: api, subset: old } }] }")),
      findings: [
        'VirtualService shop/api: spec.http[0].mirror.subset is "old", which DestinationRule shop/api does not define (it has v1, v2). ' +
          "Fix: name a subset that exists, or add this one to the DestinationRule.",
      ],
    },
  },
});
