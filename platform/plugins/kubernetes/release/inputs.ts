import { autoname } from "../../provider/autonaming";
import { differences, matches } from "../../provider/differences";
import { isObject, objectAt, stringAt, without } from "../../provider/json";
import type { JsonObject, Path } from "../../provider/json";
import { isUnknown } from "../../provider/properties";
import type { Check, Checked, Comparison, Differences } from "../../provider/provider";
import { defaultNamespace } from "../objects";

/** Arguments of the SDK's Release that the helm program cannot do, or not safely. Asking for them is a fault. */
const notHere: Readonly<Record<string, string>> = {
  disableCRDHooks: "disableWebhooks runs no hook at all",
  keyring: "charts are not verified here",
  lint: "run `helm lint` by hand",
  manifest: "it is an output",
  postrender: "give the chart's values what you need",
  recreatePods: "a changed pod template makes new pods",
  resourceNames: "it is an output",
  valueYamlFiles: "give the content as `values`",
  verify: "charts are not verified here",
};

/** Helm's limit for the name of a release. */
const longestName = 53;

/** Completes a Release as declared, and names everything in it that the stand-in cannot do. */
export function checkRelease(request: Check, namespace: string | undefined): Checked {
  const { inputs, old, name, seed } = request;
  const { values } = inputs;
  const isAsked = (key: string) => {
    const value = values[key];
    return value !== undefined && value !== null && value !== false && value !== "";
  };
  const faults = Object.entries(notHere)
    .filter(([key]) => isAsked(key))
    .map(([key, hint]) => ({ property: key, reason: `is not supported by the stand-in provider: ${hint}.` }));
  if (!isAsked("chart"))
    faults.push({ property: "chart", reason: "is missing; name a chart or its folder." });
  if (stringAt(values, "repositoryOpts", "password") !== undefined) {
    const reason =
      "is not supported by the stand-in provider: other users could see it in the list of processes.";
    faults.push({ property: "repositoryOpts.password", reason });
  }
  const kept = stringAt(old.values, "name");
  const completed = {
    ...values,
    name: values["name"] ?? kept ?? autoname(name.toLowerCase(), seed, { digits: 8, length: longestName }),
    namespace: values["namespace"] ?? namespace ?? defaultNamespace,
  };
  return { inputs: { values: completed, secrets: inputs.secrets }, faults };
}

const identity: readonly Path[] = [["name"], ["namespace"]];
/** How helm is run; a change of it changes nothing in the cluster. */
const manners: readonly string[] = [
  ...["atomic", "cleanupOnFail", "compat", "dependencyUpdate", "description", "disableOpenapiValidation"],
  ...["disableWebhooks", "forceUpdate", "maxHistory", "renderSubchartNotes", "replace", "resetValues"],
  ...["reuseValues", "skipAwait", "takeOwnership", "timeout", "waitForJobs"],
];

/** Compares what is declared. A change inside a chart's folder is not seen: raise its version. */
export function diffRelease({ oldInputs, inputs }: Pick<Comparison, "oldInputs" | "inputs">): Differences {
  const changes = differences(without(oldInputs, ...manners), without(inputs, ...manners));
  return {
    changes: changes.map((change) => ({
      ...change,
      replaces: identity.some((place) => matches(change.path, place)),
    })),
    deleteBeforeReplace: false,
  };
}

/** The values for the chart; without `allowNullValues` a null is one that was not given. */
export function chartValues(inputs: JsonObject): JsonObject {
  const values = objectAt(inputs, "values");
  return inputs["allowNullValues"] === true ? values : dropNulls(values);
}

function dropNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== null && !isUnknown(value))
      .map(([key, value]) => [key, isObject(value) ? dropNulls(value) : value]),
  );
}
