import { Concealed } from "./concealed";
import { resolveConfig } from "./config";
import { Unjudgeable } from "./field";
import { resourcesOf } from "./resource";
import type { Resource, Source } from "./resource";
import type { Fault, Rule, Severity } from "./rule";
import { Stack } from "./stack";

export interface Finding {
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  readonly urn: string;
  readonly kind: string;
  /** Undefined for cluster-wide objects and where it is not known. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly problem: string;
  readonly fix: string;
  /** Resource, problem and fix in one line. */
  readonly message: string;
}

/** A rule as a pack uses it. */
export interface RuleUse {
  readonly rule: Rule;
  /** Settings that differ from the rule's defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/**
 * Judges resources by rules. Pure: the same for a preview, a recorded program and plain manifests.
 * The resources are indexed once, however many rules there are.
 *
 * @throws Error where a rule's configuration is not legal.
 */
export function judge(uses: readonly RuleUse[], sources: readonly Source[]): Finding[] {
  const concealed = new Concealed();
  const stack = new Stack(sources.flatMap((source) => resourcesOf(source, concealed)));
  return uses.flatMap((use) => findingsOf(use, stack));
}

function findingsOf({ rule, config = {} }: RuleUse, stack: Stack): Finding[] {
  const resolved = resolveConfig(rule.name, rule.config, config);
  const findings = new Map<string, Finding>();
  for (const resource of stack.ofKind(...rule.on)) {
    const report = (fault: Fault, blamed: Resource = resource) => {
      const finding = makeFinding(rule, blamed, fault);
      // One value that cannot be decided may stand in the way of many decisions; it is reported once.
      findings.set(`${finding.urn} ${finding.message}`, finding);
    };
    try {
      rule.check(resource, { config: resolved, stack, report });
    } catch (error) {
      if (!(error instanceof Unjudgeable)) throw error;
      report(unjudgeable(error), error.field.owner);
    }
  }
  return [...findings.values()];
}

function unjudgeable({ field, reason, wanted }: Unjudgeable): Fault {
  const place = field.path === "" ? "its properties" : field.path;
  switch (reason) {
    case "unknown":
      return {
        problem: `cannot be decided at preview: ${place} is not known yet`,
        fix: `give ${place} as a plain value, not as an output of another resource`,
      };
    case "absent":
      return {
        problem: `cannot be decided at preview: ${place} is absent`,
        fix: `set ${place} to ${wanted}`,
      };
    case "misfit":
      return { problem: `${place} is ${field.shown}, but must be ${wanted}`, fix: `make ${place} ${wanted}` };
  }
}

function makeFinding(rule: Rule, blamed: Resource, fault: Fault): Finding {
  const hide = (text: string) => blamed.concealed.hide(text);
  const problem = hide(fault.problem);
  const fix = hide(fault.fix);
  return {
    rule: rule.name,
    code: rule.code,
    severity: rule.severity,
    urn: blamed.urn,
    kind: blamed.kind.kind,
    namespace: blamed.displayNamespace === undefined ? undefined : hide(blamed.displayNamespace),
    name: hide(blamed.displayName),
    problem,
    fix,
    message: `${hide(blamed.title)}: ${problem}. Fix: ${fix}. [${rule.code}]`,
  };
}
