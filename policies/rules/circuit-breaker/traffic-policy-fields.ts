import type { Field } from "../../kit/field";
import { policiesOf, unknownFields } from "../../kit/istio/traffic-policy";
import { destinationRuleKind } from "../../kit/kinds";
import { defineRule } from "../../kit/rule";

const says = {
  retries: (path: string) => ({
    problem: `${path} is not a field of a DestinationRule`,
    fix: "put retries into the VirtualService's http route (attempts, perTryTimeout, retryOn)",
  }),
  unknown: (path: string) => ({
    problem: `${path} is not a field that Istio knows there, so it has no effect`,
    fix: `remove ${path}, or correct its name`,
  }),
};

export const trafficPolicyFields = defineRule({
  code: "PM1103",
  name: "traffic-policy-fields",
  area: "circuit-breaker",
  scope: "resource",
  severity: "high",
  description: "A DestinationRule's traffic policies hold only fields that Istio knows.",
  fix: "Remove the field or correct its name; retries belong in the VirtualService.",
  tags: ["istio", "circuit-breaker", "retries"],
  config: {},
  on: [destinationRuleKind],

  check(rule, { report }) {
    for (const { field, place } of policiesOf(rule)) {
      const http = field.at("connectionPool", "http");
      const tcp = field.at("connectionPool", "tcp");
      const unknown = [
        ...paths(field, unknownFields(field, place)),
        ...paths(field.at("connectionPool"), unknownFields(field.at("connectionPool"), "connectionPool")),
        ...paths(tcp, unknownFields(tcp, "tcp")),
        ...paths(http, unknownFields(http, "http")),
        ...paths(
          field.at("outlierDetection"),
          unknownFields(field.at("outlierDetection"), "outlierDetection"),
        ),
      ];
      for (const path of unknown)
        report(/\.retr(y|ies)(?!Budget)\w*$/.test(path) ? says.retries(path) : says.unknown(path));
    }
  },
});

function paths(holder: Field, keys: readonly string[]): string[] {
  return keys.map((key) => holder.at(key).path);
}
