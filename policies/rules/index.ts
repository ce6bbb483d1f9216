import { canaryRouteSubsets } from "./canary/canary-route-subsets";
import { canarySubsetPerVersion } from "./canary/canary-subset-per-version";
import { canarySubsetSound } from "./canary/canary-subset-sound";
import { canaryWeights } from "./canary/canary-weights";
import { circuitBreakerEffective } from "./circuit-breaker/circuit-breaker-effective";
import { circuitBreakerRequired } from "./circuit-breaker/circuit-breaker-required";
import { trafficPolicyFields } from "./circuit-breaker/traffic-policy-fields";
import { namespaceInjection } from "./injection/namespace-injection";
import { podInjectionOptOut } from "./injection/pod-injection-opt-out";
import { workloadInMeshNamespace } from "./injection/workload-in-mesh-namespace";
import { noPatches } from "./objects/no-patches";
import type { Rule } from "../kit/rule";

/** Every rule, by code. */
export const rules: readonly Rule[] = [
  namespaceInjection,
  podInjectionOptOut,
  workloadInMeshNamespace,
  noPatches,
  circuitBreakerRequired,
  circuitBreakerEffective,
  trafficPolicyFields,
  canarySubsetPerVersion,
  canarySubsetSound,
  canaryRouteSubsets,
  canaryWeights,
];
