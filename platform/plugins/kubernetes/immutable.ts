import { matches } from "../provider/differences";
import type { Json, JsonObject, Path } from "../provider/json";
import { valueAt } from "../provider/json";
import { groupOf } from "./type-token";

interface Rule {
  /** Places whose change needs a new object. */
  readonly fixed: readonly Path[];
  /** Places inside them that may change after all. */
  readonly free?: readonly Path[];
}

const selector: Path = ["spec", "selector"];
const spec: Path = ["spec"];

/**
 * What the API server refuses to change in place, by group and kind. Only what people meet: anything that is missing
 * here is refused by the API server at preview, in its own words.
 */
const rules: Readonly<Record<string, Rule>> = {
  "apps/Deployment": { fixed: [selector] },
  "apps/ReplicaSet": { fixed: [selector] },
  "apps/DaemonSet": { fixed: [selector] },
  "apps/StatefulSet": {
    fixed: [spec],
    free: [
      ["spec", "replicas"],
      ["spec", "ordinals"],
      ["spec", "template"],
      ["spec", "updateStrategy"],
      ["spec", "persistentVolumeClaimRetentionPolicy"],
      ["spec", "minReadySeconds"],
      ["spec", "revisionHistoryLimit"],
    ],
  },
  "batch/Job": {
    fixed: [selector, ["spec", "template"], ["spec", "completions"], ["spec", "completionMode"]],
  },
  "/Pod": {
    fixed: [spec],
    free: [
      ["spec", "containers", "*", "image"],
      ["spec", "initContainers", "*", "image"],
      ["spec", "activeDeadlineSeconds"],
    ],
  },
  "/PersistentVolumeClaim": {
    fixed: [spec],
    free: [
      ["spec", "resources", "requests"],
      ["spec", "volumeAttributesClassName"],
    ],
  },
  "/Secret": { fixed: [["type"]] },
  "rbac.authorization.k8s.io/RoleBinding": { fixed: [["roleRef"]] },
  "rbac.authorization.k8s.io/ClusterRoleBinding": { fixed: [["roleRef"]] },
  "storage.k8s.io/StorageClass": {
    fixed: [["provisioner"], ["parameters"], ["reclaimPolicy"], ["volumeBindingMode"]],
  },
  "scheduling.k8s.io/PriorityClass": { fixed: [["value"], ["preemptionPolicy"]] },
  "networking.k8s.io/IngressClass": { fixed: [["spec", "controller"]] },
  "apiextensions.k8s.io/CustomResourceDefinition": {
    fixed: [
      ["spec", "group"],
      ["spec", "scope"],
      ["spec", "names", "kind"],
      ["spec", "names", "plural"],
    ],
  },
};

const identity: readonly Path[] = [["kind"], ["metadata", "name"], ["metadata", "namespace"]];

/** Whether a change at a place can only be made by a new object. */
export function needsReplacement(path: Path, before: JsonObject, after: JsonObject): boolean {
  if (identity.some((place) => matches(path, place) && path.length >= place.length)) return true;
  const apiVersion = text(before["apiVersion"]);
  if (path[0] === "apiVersion") return groupOf(apiVersion) !== groupOf(text(after["apiVersion"]));
  const kind = `${groupOf(apiVersion)}/${text(before["kind"])}`;
  if (kind === "/Service" && isClusterAddress(path)) return isMoved(path, before, after);
  if (kind === "/Secret" || kind === "/ConfigMap") {
    if (before["immutable"] === true && isContent(path)) return true;
  }
  const rule = rules[kind];
  if (rule === undefined) return false;
  const isFree = rule.free?.some((place) => path.length >= place.length && matches(path, place)) === true;
  return !isFree && rule.fixed.some((place) => matches(path, place));
}

function isClusterAddress(path: Path): boolean {
  return path[0] === "spec" && (path[1] === "clusterIP" || path[1] === "clusterIPs");
}

/** A Service may be given an address, and may leave the choice to the cluster, but it cannot move to another one. */
function isMoved(path: Path, before: JsonObject, after: JsonObject): boolean {
  const [was, is] = [valueAt(before, path), valueAt(after, path)];
  return was !== undefined && was !== "" && is !== undefined && is !== "";
}

function isContent([first]: Path): boolean {
  return first === "data" || first === "binaryData" || first === "stringData" || first === "immutable";
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
