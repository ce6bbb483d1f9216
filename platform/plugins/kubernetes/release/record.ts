import { isObject, numberAt, stringAt } from "../../provider/json";
import type { Json, JsonObject } from "../../provider/json";
import { ownerLabel } from "./arguments";
import type { Helm } from "./helm";

/** What helm has written down of a release. */
export interface ReleaseRecord {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  /** Such as `deployed`, `failed`, `pending-install`. */
  readonly status: string;
  /** Name of the chart with its version, as helm prints it: `istiod-1.31.4`. */
  readonly chart: string;
  readonly appVersion: string;
}

/** @returns undefined when there is no such release, or with an owner when it is not this owner's. */
export async function findRelease(
  helm: Helm,
  { name, namespace, owner }: { readonly name: string; readonly namespace: string; readonly owner?: string },
  signal: AbortSignal,
): Promise<ReleaseRecord | undefined> {
  const selector = owner === undefined ? [] : ["--selector", `${ownerLabel}=${owner}`];
  const text = await helm.run(
    ["list", "--all", "--namespace", namespace, "--filter", `^${name}$`, "--output", "json", ...selector],
    signal,
  );
  const [entry] = JSON.parse(text) as readonly JsonObject[];
  if (entry === undefined) return undefined;
  return {
    ...{ name, namespace },
    revision: Number(entry["revision"] ?? 0),
    status: stringAt(entry, "status") ?? "unknown",
    chart: stringAt(entry, "chart") ?? "",
    appVersion: stringAt(entry, "app_version") ?? "",
  };
}

/** @returns the newest revision that was ever in force, from `helm history --output json`. */
export function lastGoodRevision(history: readonly Json[]): number | undefined {
  const good = history.filter((entry) => {
    const status = isObject(entry) ? stringAt(entry, "status") : undefined;
    return status === "deployed" || status === "superseded";
  });
  const revisions = good.map((entry) => numberAt(entry, ["revision"], 0));
  return revisions.length === 0 ? undefined : Math.max(...revisions);
}

/** `istiod-1.31.4` in two: a chart's name may hold dashes, its version begins with a digit. */
export function chartVersion(chart: string): { readonly name: string; readonly version: string } {
  const [, name, version] = /^(.*?)-(v?\d+\..*)$/.exec(chart) ?? [];
  return { name: name ?? chart, version: version ?? "" };
}
