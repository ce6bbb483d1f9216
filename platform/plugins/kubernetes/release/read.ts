import type { JsonObject } from "../../provider/json";
import { isSame, objectAt, without } from "../../provider/json";
import type { Properties } from "../../provider/properties";
import type { Stored } from "../../provider/provider";
import type { Helm } from "./helm";
import { chartValues } from "./inputs";
import { resourceNames } from "./manifest";
import { chartVersion, findRelease } from "./record";

interface Name {
  readonly name: string;
  readonly namespace: string;
}

/** A release as the SDK shows it: its inputs, helm's status, and the names of its objects. */
export async function releaseState(
  helm: Helm,
  inputs: Properties,
  { name, namespace }: Name,
  signal: AbortSignal,
): Promise<Properties> {
  const [record, manifest] = await Promise.all([
    findRelease(helm, { name, namespace }, signal),
    helm.run(["get", "manifest", name, "--namespace", namespace], signal),
  ]);
  if (record === undefined) return inputs;
  const { name: chart, version } = chartVersion(record.chart);
  const values = {
    ...inputs.values,
    ...{ version, resourceNames: resourceNames(manifest, namespace) },
    status: {
      ...{ appVersion: record.appVersion, chart, name, namespace },
      ...{ revision: record.revision, status: record.status, version },
    },
  };
  return { values, secrets: inputs.secrets };
}

/**
 * A release as helm knows it. What was changed in its objects by hand, helm does not see; changed values and versions
 * it does.
 */
export async function readRelease(
  helm: Helm,
  id: string,
  known: { readonly inputs: Properties; readonly state: Properties },
  signal: AbortSignal,
): Promise<(Stored & { readonly inputs: Properties }) | undefined> {
  const [namespace = "", name = ""] = id.split("/");
  const record = await findRelease(helm, { name, namespace }, signal);
  if (record === undefined) return undefined;
  const text = await helm.run(["get", "values", name, "--namespace", namespace, "--output", "json"], signal);
  const live = (JSON.parse(text) ?? {}) as JsonObject;
  const inputs = {
    values: liveInputs(known.inputs.values, live, { name, namespace, chart: record.chart }),
    secrets: known.inputs.secrets,
  };
  return { id, inputs, state: await releaseState(helm, inputs, { name, namespace }, signal) };
}

/** The declared inputs, with values and version as they are in force. */
export function liveInputs(
  declared: JsonObject,
  live: JsonObject,
  { name, namespace, chart }: Name & { readonly chart: string },
): JsonObject {
  const { name: chartName, version } = chartVersion(chart);
  if (Object.keys(declared).length === 0) return { name, namespace, chart: chartName, version, values: live };
  const isSameValues = isSame(chartValues(declared), live);
  const withVersion = declared["version"] === undefined ? declared : { ...declared, version };
  if (isSameValues) return withVersion;
  const hasValues = Object.keys(live).length > 0 || Object.keys(objectAt(declared, "values")).length > 0;
  return hasValues ? { ...withVersion, values: live } : without(withVersion, "values");
}
