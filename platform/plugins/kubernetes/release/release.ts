import { createHash } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { InitializationFailure, Refusal } from "../../provider/failures";
import type { JsonObject } from "../../provider/json";
import { stringAt } from "../../provider/json";
import { hasUnknown } from "../../provider/properties";
import type { Properties } from "../../provider/properties";
import type { Check, Checked, Operation, Provider, Stored } from "../../provider/provider";
import type { ClusterAccess } from "../kubeconfig";
import { secondsOf, upgradeArguments } from "./arguments";
import { helm as helmOf, HelmFailure } from "./helm";
import type { Helm } from "./helm";
import { chartValues, checkRelease, diffRelease } from "./inputs";
import { readRelease, releaseState } from "./read";
import { findRelease } from "./record";
import { recoverRelease } from "./recover";

/** The part of the provider that serves `kubernetes:helm.sh/v3:Release`, by the helm program. */
export interface ReleaseProvider extends Pick<Provider, "diff" | "create" | "update" | "read" | "delete"> {
  check(request: Check, namespace: string | undefined): Checked;
}

export function release(access: ClusterAccess): ReleaseProvider {
  const helm = helmOf(access);
  return {
    check: checkRelease,
    diff: diffRelease,
    async create(operation, inputs) {
      if (operation.preview && hasUnknown(inputs.values)) return { id: "", state: inputs };
      await refuseForeign(operation, inputs.values, helm);
      return upgrade(operation, inputs, helm);
    },
    async update(operation, _resource, inputs) {
      if (operation.preview && hasUnknown(inputs.values)) return inputs;
      return (await upgrade(operation, inputs, helm)).state;
    },
    read: (operation, id, known) => readRelease(helm, id, known, operation.signal),
    async delete(operation, { id, oldInputs }) {
      const [namespace = "", name = ""] = id.split("/");
      operation.progress("helm uninstall");
      await helm.run(
        [
          ...["uninstall", name, "--namespace", namespace, "--ignore-not-found", "--wait"],
          ...[
            "--cascade",
            "foreground",
            "--timeout",
            `${secondsOf(oldInputs.values, operation.timeoutSeconds)}s`,
          ],
        ],
        operation.signal,
      );
    },
  };
}

async function upgrade(operation: Operation, inputs: Properties, helm: Helm): Promise<Stored> {
  const { preview, signal, timeoutSeconds } = operation;
  const { values } = inputs;
  const [name, namespace] = [stringAt(values, "name") ?? "", stringAt(values, "namespace") ?? ""];
  const id = `${namespace}/${name}`;
  if (!preview) await recoverRelease(operation, { name, namespace }, helm);
  operation.progress(preview ? "helm upgrade --dry-run" : "helm upgrade --install");
  try {
    await helm.runWithValues(
      chartValues(values),
      (valuesFile) =>
        upgradeArguments({
          inputs: values,
          dryRun: preview,
          owner: ownerOf(operation.urn),
          valuesFile,
          timeoutSeconds,
        }),
      signal,
    );
  } catch (error) {
    // What an earlier step of this very update will make is not there yet at preview.
    if (preview && error instanceof HelmFailure && isUndecidable(error.message)) return { id, state: inputs };
    if (preview || !(error instanceof HelmFailure)) throw error;
    throw await withState(error, inputs, { id, name, namespace }, helm);
  }
  if (preview) return { id, state: inputs };
  return { id, state: await releaseState(helm, inputs, { name, namespace }, signal) };
}

/**
 * A failed release is there, with objects of it: the engine must keep it, or nothing would ever remove them.
 * With `atomic` helm has taken it back, and there is nothing to keep.
 */
async function withState(
  error: HelmFailure,
  inputs: Properties,
  { id, name, namespace }: { readonly id: string; readonly name: string; readonly namespace: string },
  helm: Helm,
): Promise<Error> {
  // The operation's own signal may be what ended helm.
  const signal = AbortSignal.timeout(10_000);
  const record = await findRelease(helm, { name, namespace }, signal).catch(() => undefined);
  if (record === undefined) return error;
  const state = await releaseState(helm, inputs, { name, namespace }, signal).catch(() => inputs);
  return new InitializationFailure([error.message], { id, state, inputs });
}

async function refuseForeign(operation: Operation, inputs: JsonObject, helm: Helm): Promise<void> {
  const [name, namespace] = [stringAt(inputs, "name") ?? "", stringAt(inputs, "namespace") ?? ""];
  const record = await findRelease(helm, { name, namespace }, operation.signal);
  if (record === undefined || inputs["replace"] === true) return;
  const owner = ownerOf(operation.urn);
  if ((await findRelease(helm, { name, namespace, owner }, operation.signal)) !== undefined) return;
  throw new Refusal(
    `The release ${namespace}/${name} exists already (${record.chart}, ${record.status}) and was not made by this ` +
      `resource. Import it (\`pulumi import ${operation.type} ${operation.name} ${namespace}/${name}\`), ` +
      `remove it (\`helm uninstall ${name} --namespace ${namespace}\`), or choose another name.`,
    status.ALREADY_EXISTS,
  );
}

/** Says on helm's record which resource made it, so that a run after a kill knows its own. */
function ownerOf(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 16);
}

/**
 * Whether helm failed at preview only for want of what the update itself makes or repairs before: kinds, namespaces,
 * webhooks, or the release's own lock.
 */
export function isUndecidable(message: string): boolean {
  return [
    /no matches for kind|ensure CRDs are installed first|namespaces? "[^"]*" not found|failed calling webhook/,
    /another operation \(install\/upgrade\/rollback\) is in progress|has no deployed releases/,
  ].some((pattern) => pattern.test(message));
}
