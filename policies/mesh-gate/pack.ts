import { definePack } from "../kit/pack";
import { canaryRouteSubsets } from "../rules/canary/canary-route-subsets";
import { canarySubsetPerVersion } from "../rules/canary/canary-subset-per-version";
import { canarySubsetSound } from "../rules/canary/canary-subset-sound";
import { canaryWeights } from "../rules/canary/canary-weights";
import { circuitBreakerEffective } from "../rules/circuit-breaker/circuit-breaker-effective";
import { circuitBreakerRequired } from "../rules/circuit-breaker/circuit-breaker-required";
import { trafficPolicyFields } from "../rules/circuit-breaker/traffic-policy-fields";
import { namespaceInjection } from "../rules/injection/namespace-injection";
import { podInjectionOptOut } from "../rules/injection/pod-injection-opt-out";
import { workloadInMeshNamespace } from "../rules/injection/workload-in-mesh-namespace";
import { noPatches } from "../rules/objects/no-patches";

export const meshGate = definePack({
  name: "mesh-gate",
  description: "What no update may go without: sidecar injection, circuit breakers, canary subsets.",
  entries: [
    { rule: namespaceInjection, level: "mandatory" },
    { rule: podInjectionOptOut, level: "mandatory" },
    { rule: workloadInMeshNamespace, level: "mandatory" },
    { rule: noPatches, level: "mandatory" },
    { rule: circuitBreakerRequired, level: "mandatory" },
    { rule: circuitBreakerEffective, level: "mandatory" },
    { rule: trafficPolicyFields, level: "mandatory" },
    { rule: canarySubsetPerVersion, level: "mandatory" },
    { rule: canarySubsetSound, level: "mandatory" },
    { rule: canaryRouteSubsets, level: "mandatory" },
    { rule: canaryWeights, level: "mandatory" },
  ],
});
