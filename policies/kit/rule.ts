import type { Config, ConfigShape } from "./config";
import type { Kind } from "./kinds";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

export type Severity = "low" | "medium" | "high" | "critical";

/** What is wrong, and the one line that makes it right. */
export interface Fault {
  readonly problem: string;
  readonly fix: string;
}

export interface Judgement<C extends ConfigShape> {
  readonly config: Config<C>;
  /** Reports against the resource being checked, or against `blamed`. */
  readonly report: (fault: Fault, blamed?: Resource) => void;
}

export interface StackJudgement<C extends ConfigShape> extends Judgement<C> {
  readonly stack: Stack;
}

interface RuleParts<C extends ConfigShape> {
  /** Stable and never reused, such as PM1101. */
  readonly code: string;
  /** Kebab case; also the name of the rule's file, page and test. */
  readonly name: string;
  /** Folder below policies/rules. */
  readonly area: string;
  readonly severity: Severity;
  readonly description: string;
  /** The general remedy; a finding names the particular one. */
  readonly fix: string;
  readonly tags: readonly string[];
  readonly config: C;
  /** The kinds of object that are checked, one at a time. */
  readonly on: readonly Kind[];
}

/** A rule that one resource is enough to judge: it stops that resource also in an update without a preview. */
export interface ResourceRuleParts<C extends ConfigShape> extends RuleParts<C> {
  readonly scope: "resource";
  /** Pure. Reads through fields, so that what cannot be judged becomes a finding. */
  check(resource: Resource, judgement: Judgement<C>): void;
}

/** A rule that needs the other resources of the stack: it stops at preview. */
export interface StackRuleParts<C extends ConfigShape> extends RuleParts<C> {
  readonly scope: "stack";
  /** Pure. Checks one resource against the stack's others. */
  check(resource: Resource, judgement: StackJudgement<C>): void;
}

export type Rule<C extends ConfigShape = ConfigShape> = (ResourceRuleParts<C> | StackRuleParts<C>) & {
  /** Its page, from the root of the repository. */
  readonly url: string;
};

/** Makes a rule. It does not know its level: packs decide that. */
export function defineRule<const C extends ConfigShape>(
  parts: ResourceRuleParts<C> | StackRuleParts<C>,
): Rule<C> {
  return { ...parts, url: `policies/rules/${parts.area}/${parts.name}.md` };
}
