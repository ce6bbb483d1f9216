import { durationForm, milliseconds } from "../shared/duration";
import { Faults } from "../shared/faults";
import { isName, nameForm } from "../shared/names";
import type { MeshServiceArgs, Version, WorkloadArgs } from "./args";

/** @throws pulumi.InputPropertiesError naming everything that is wrong. Takes the name if nothing is. */
export function checkService(
  name: string,
  args: MeshServiceArgs,
  versions: Readonly<Record<string, Version>>,
): void {
  const faults = new Faults(`MeshService "${name}"`);
  checkWorkload(faults, name, args);
  checkVersions(faults, args, versions);
  checkTraffic(faults, args);
  faults.throwIfAny();
}

/** @throws pulumi.InputPropertiesError naming everything that is wrong. Takes the name if nothing is. */
export function checkClient(name: string, args: WorkloadArgs): void {
  const faults = new Faults(`MeshClient "${name}"`);
  checkWorkload(faults, name, args);
  faults.throwIfAny();
}

function checkWorkload(faults: Faults, name: string, { mesh, namespace, replicas }: WorkloadArgs): void {
  faults.require(isName(name), "name", name, nameForm);
  faults.require(mesh.claim(name), "name", name, "the only workload of that name in the mesh");
  const known = namespace === undefined || mesh.namespace(namespace) !== undefined;
  faults.require(known, "namespace", namespace, `one of the mesh's: ${mesh.namespaceNames.join(", ")}`);
  faults.require(isWhole(replicas ?? 1, 1, 100), "replicas", replicas, "a whole number from 1 to 100");
}

function checkVersions(
  faults: Faults,
  args: MeshServiceArgs,
  versions: Readonly<Record<string, Version>>,
): void {
  const names = Object.keys(versions);
  for (const [name, { weight }] of Object.entries(versions)) {
    faults.require(/^[a-z][a-z0-9]{0,9}$/.test(name), "versions", name, "named like v1");
    const path = `versions.${name}.weight`;
    faults.require(isWhole(weight, 0, 100), path, weight, "a whole number from 0 to 100");
  }
  const weights = Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [name, version.weight]),
  );
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  faults.require(sum === 100, "versions", weights, `weights that sum to 100, not to ${sum}`);
  if (args.canary === undefined) {
    faults.require(names.length === 1, "canary", undefined, "given when there is more than one version");
    return;
  }
  const { version, maxStep } = args.canary;
  faults.require(names.length > 1, "versions", names, "at least two when there is a canary");
  faults.require(names.includes(version), "canary.version", version, `one of ${names.join(", ")}`);
  faults.require(isWhole(maxStep, 1, 100), "canary.maxStep", maxStep, "a whole number from 1 to 100");
}

function checkTraffic(faults: Faults, { breaker, retries, timeout, autoscale }: MeshServiceArgs): void {
  const counts = [
    "maxConnections",
    "maxPendingRequests",
    "maxRequestsPerConnection",
    "consecutiveErrors",
  ] as const;
  for (const key of counts) {
    faults.require(
      isWhole(breaker[key], 1, 100_000),
      `breaker.${key}`,
      breaker[key],
      "a whole number above 0",
    );
  }
  const percent = breaker.maxEjectionPercent;
  faults.require(
    isWhole(percent, 1, 100),
    "breaker.maxEjectionPercent",
    percent,
    "a whole number from 1 to 100",
  );
  const durations = {
    "breaker.interval": breaker.interval,
    "breaker.ejectionTime": breaker.ejectionTime,
    timeout,
    "retries.perTry": retries.perTry,
  };
  for (const [path, duration] of Object.entries(durations)) {
    faults.require(milliseconds(duration) !== undefined, path, duration, durationForm);
  }
  faults.require(
    isWhole(retries.attempts, 0, 10),
    "retries.attempts",
    retries.attempts,
    "a whole number from 0 to 10",
  );
  const oneTry = milliseconds(retries.perTry) ?? 0;
  const needed = oneTry * (retries.attempts + 1);
  const enough = (milliseconds(timeout) ?? needed) >= needed;
  faults.require(
    enough,
    "timeout",
    timeout,
    `at least the first try and ${retries.attempts} more, ${needed / 1_000} s`,
  );
  if (autoscale === undefined) return;
  const { minReplicas, maxReplicas, targetCpuPercent } = autoscale;
  faults.require(
    isWhole(minReplicas, 1, 100),
    "autoscale.minReplicas",
    minReplicas,
    "a whole number from 1 to 100",
  );
  const ordered = isWhole(maxReplicas, minReplicas, 1_000);
  faults.require(ordered, "autoscale.maxReplicas", maxReplicas, `a whole number from ${minReplicas} to 1000`);
  const cpu = isWhole(targetCpuPercent, 1, 100);
  faults.require(cpu, "autoscale.targetCpuPercent", targetCpuPercent, "a whole number from 1 to 100");
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}
