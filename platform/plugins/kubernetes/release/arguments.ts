import { objectAt, stringAt } from "../../provider/json";
import type { JsonObject } from "../../provider/json";

const defaultSeconds = 300;

/** How a Release is installed or upgraded. */
export interface Upgrade {
  readonly inputs: JsonObject;
  readonly dryRun: boolean;
  /** Marks whose the release is, see release.ts. */
  readonly owner: string;
  /** Path of a file with the chart's values. */
  readonly valuesFile: string;
  readonly timeoutSeconds: number | undefined;
}

/** @returns the arguments of `helm` that install a release, or bring an installed one to what is declared. */
export function upgradeArguments({
  inputs,
  dryRun,
  owner,
  valuesFile,
  timeoutSeconds,
}: Upgrade): readonly string[] {
  const repository = objectAt(inputs, "repositoryOpts");
  const isOn = (key: string, flag: string) => (inputs[key] === true ? [flag] : []);
  const has = (value: string | undefined, flag: string) => (value === undefined ? [] : [flag, value]);
  const waits = inputs["skipAwait"] === true ? [] : ["--wait"];
  return [
    ...["upgrade", "--install", stringAt(inputs, "name") ?? "", stringAt(inputs, "chart") ?? ""],
    ...["--namespace", stringAt(inputs, "namespace") ?? "default"],
    ...["--values", valuesFile, "--labels", `${ownerLabel}=${owner}`],
    ...["--timeout", `${secondsOf(inputs, timeoutSeconds)}s`, "--output", "json"],
    ...has(stringAt(inputs, "version"), "--version"),
    ...has(stringAt(repository, "repo"), "--repo"),
    ...has(stringAt(repository, "caFile"), "--ca-file"),
    ...has(stringAt(repository, "certFile"), "--cert-file"),
    ...has(stringAt(repository, "keyFile"), "--key-file"),
    ...has(stringAt(repository, "username"), "--username"),
    ...has(stringAt(inputs, "description"), "--description"),
    ...(typeof inputs["maxHistory"] === "number" ? ["--history-max", String(inputs["maxHistory"])] : []),
    ...isOn("cleanupOnFail", "--cleanup-on-fail"),
    ...isOn("createNamespace", "--create-namespace"),
    ...isOn("dependencyUpdate", "--dependency-update"),
    ...isOn("devel", "--devel"),
    ...isOn("disableOpenapiValidation", "--disable-openapi-validation"),
    ...isOn("disableWebhooks", "--no-hooks"),
    ...isOn("forceUpdate", "--force"),
    ...isOn("renderSubchartNotes", "--render-subchart-notes"),
    ...isOn("resetValues", "--reset-values"),
    ...isOn("reuseValues", "--reuse-values"),
    ...isOn("skipCrds", "--skip-crds"),
    ...isOn("takeOwnership", "--take-ownership"),
    // A dry run waits for nothing.
    ...(dryRun
      ? ["--dry-run=server", "--hide-secret"]
      : [...waits, ...isOn("waitForJobs", "--wait-for-jobs"), ...isOn("atomic", "--atomic")]),
  ];
}

/** The label on helm's own record of a release that says which resource made it. */
export const ownerLabel = "pulumi-resource";

/** The resource option `customTimeouts` first, then the argument `timeout`, then helm's own 5 minutes. */
export function secondsOf(inputs: JsonObject, timeoutSeconds: number | undefined): number {
  const given = inputs["timeout"];
  return timeoutSeconds ?? (typeof given === "number" && given > 0 ? given : defaultSeconds);
}
