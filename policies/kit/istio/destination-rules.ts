import type { Field } from "../field";
import { destinationRuleKind } from "../kinds";
import type { Resource } from "../resource";
import { Index } from "../stack";
import type { Stack } from "../stack";
import { completedHost, isWildcard, resolveHost, wildcardCovers } from "./hosts";

/** Where Istio keeps the configuration that holds for the whole mesh. */
const ROOT_NAMESPACE = "istio-system";

const WILDCARDS = "(wildcards)";

/** A DestinationRule and the host it is for. */
export interface DestinationRule {
  readonly resource: Resource;
  readonly namespace: string;
  /** As Istio reads it. */
  readonly host: string;
}

/** The DestinationRules that have to do with one host. */
export interface HostRules {
  /** Every one that names the host itself, wherever it is declared. */
  readonly named: readonly DestinationRule[];
  /** The one that callers in any namespace get, by name or by wildcard. */
  readonly effective: DestinationRule | undefined;
  /** Those that seem to mean the host, but whose short form Istio does not complete. */
  readonly misspelt: readonly DestinationRule[];
}

/**
 * The DestinationRules for a host. One with a `workloadSelector` is left out: it is for some callers only.
 *
 * @param namespace the namespace of the host's Service.
 */
export function rulesForHost(stack: Stack, host: string, namespace: string): HostRules {
  const index = stack.once(indexByHost);
  const named = index.get(host);
  const wildcards = index.get(WILDCARDS).filter((rule) => wildcardCovers(rule.host, host));
  const inOrder = [...named, ...[...wildcards].sort((a, b) => b.host.length - a.host.length)];
  const effective =
    inOrder.find((rule) => rule.namespace === namespace) ??
    inOrder.find((rule) => rule.namespace === ROOT_NAMESPACE);
  return { named, effective, misspelt: index.get(misspeltKey(host)) };
}

/** A version of a service as a DestinationRule names it. */
export interface Subset {
  /** Undefined where it has none. */
  readonly name: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly field: Field;
}

export function subsetsOf(rule: Resource): readonly Subset[] {
  return rule
    .at("spec", "subsets")
    .items()
    .map((field) => ({ name: field.at("name").text(), labels: field.at("labels").labels(), field }));
}

function indexByHost(stack: Stack): Index<DestinationRule> {
  return new Index<DestinationRule>(stack.ofKind(destinationRuleKind), (resource) => {
    if (resource.at("spec", "workloadSelector", "matchLabels").labels().size > 0) return [];
    const { namespace } = resource;
    const declared = resource.at("spec", "host").text() ?? "";
    const rule = { resource, namespace, host: resolveHost(declared, namespace) };
    if (isWildcard(declared)) return [[WILDCARDS, rule]];
    const meant = completedHost(declared);
    return [[rule.host, rule], ...(meant === undefined ? [] : [[misspeltKey(meant), rule] as const])];
  });
}

function misspeltKey(host: string): string {
  return `(misspelt) ${host}`;
}
