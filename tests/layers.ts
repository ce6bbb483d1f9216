import type { IForbiddenRuleType } from "dependency-cruiser" with { "resolution-mode": "import" };

/** One direction of imports that is not allowed: from files matching one pattern to files matching another. */
function forbid(name: string, from: string, to: string, fromNot?: string): IForbiddenRuleType {
  return {
    name,
    severity: "error",
    from: { path: from, ...(fromNot !== undefined && { pathNot: fromNot }) },
    to: { path: to },
  };
}

const tests = "(\\.test\\.ts$|^tests/|/testing/)";

/** The import directions between rooms. Patterns are paths from the root; $1 is the folder that `from` matched. */
export const layers: readonly IForbiddenRuleType[] = [
  forbid("contracts-import-no-room", "^services/contracts/", "^(?!services/contracts/|node_modules/)"),
  forbid("kit-knows-no-service", "^services/kit/", "^services/(?!kit/|contracts/)"),
  forbid(
    "services-never-meet",
    "^services/([^/]+)/",
    "^services/(?!$1/|kit/|contracts/)",
    "^services/(kit|contracts)/",
  ),
  forbid(
    "services-run-without-pulumi",
    "^services/",
    "^(components|stacks|policies|platform|cli)/|^index|@pulumi/",
  ),
  forbid("shared-knows-no-component", "^components/shared/", "^components/(?!shared/)"),
  forbid("components-never-meet", "^components/([^/]+)/", "^components/(?!$1/|shared/)"),
  forbid(
    "components-know-no-environment",
    "^components/",
    "^(stacks|policies|platform|cli|services/(?!contracts/))",
  ),
  forbid(
    "stacks-know-no-resource",
    "^stacks/",
    "^(components|policies|platform|cli|services)/|@pulumi/kubernetes",
  ),
  forbid("policies-judge-from-outside", "^policies/", "^(components|stacks|services|platform|cli)/"),
  forbid("policy-kit-knows-no-rule", "^policies/kit/", "^policies/(?!kit/)"),
  forbid("rules-know-no-pack", "^policies/rules/", "^policies/(?!kit/|rules/)"),
  forbid("platform-serves-cli-only", "^(?!cli/|platform/|tests/|bench/)", "^platform/"),
  forbid("platform-knows-no-program", "^platform/", "^(components|stacks|policies|cli)/"),
  forbid("nothing-imports-the-program", ".", "^index\\.ts$", "^tests/"),
  // The benchmark records the program as its tests do.
  forbid("tests-are-not-imported", ".", tests, `${tests}|^bench/`),
  {
    name: "no-circles",
    severity: "error",
    from: {},
    // Types that name each other are no circle at run time.
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
];
