import {
  destinationRuleKind,
  namespaceKind,
  serviceKind,
  virtualServiceKind,
  workloadKinds,
} from "../../kit/kinds";
import { defineRule } from "../../kit/rule";

const gated = [namespaceKind, serviceKind, destinationRuleKind, virtualServiceKind, ...workloadKinds];

export const noPatches = defineRule({
  code: "PM1004",
  name: "no-patches",
  area: "objects",
  scope: "resource",
  severity: "high",
  description: "Objects that the gates judge are declared whole, not patched.",
  fix: "Declare the object itself in the stack, or import it.",
  tags: ["kubernetes"],
  config: {},
  on: gated.map(({ group, kind }) => ({ group, kind: `${kind}Patch` })),

  check(patch, { report }) {
    const kind = patch.kind.kind.replace(/Patch$/, "");
    report({
      problem: `changes part of a ${kind}, so the whole cannot be decided at preview`,
      fix: `declare the ${kind} itself in the stack, or import it`,
    });
  },
});
