import { Refusal } from "../provider/failures";
import type { JsonObject } from "../provider/json";
import type { Provider } from "../provider/provider";
import { apiClient } from "./api-client";
import { checkObject } from "./check";
import { diffObjects } from "./diff";
import { discovery } from "./discovery";
import { invoke } from "./invoke";
import { clusterAccess } from "./kubeconfig";
import { idOf, keyFromId, objects } from "./objects";
import type { Objects } from "./objects";
import { importedInputs, projectObject } from "./projection";
import { release } from "./release/release";
import type { ReleaseProvider } from "./release/release";
import { removeObject } from "./remove";
import { fieldManager, stateOf } from "./state";
import { parseToken } from "./type-token";
import { createObject, updateObject } from "./write";

const releaseType = "kubernetes:helm.sh/v3:Release";

/** What is known once the provider is configured. */
interface Cluster {
  readonly objects: Objects;
  readonly release: ReleaseProvider;
  readonly namespace: string | undefined;
  readonly adopt: boolean;
}

/**
 * Stands in for the official kubernetes plugin where that cannot be installed: the same type tokens, inputs, ids and
 * annotations, on a cluster of this machine.
 */
export function kubernetesProvider(): Provider {
  let configured: Cluster | undefined;
  const cluster = (): Cluster => {
    if (configured === undefined) throw new Refusal("The provider is not configured yet.");
    return configured;
  };
  // A preview of a replacement finds the old object still in place; the comparison before it tells.
  const replaced = new Set<string>();
  return {
    // Not lower than any version that a program's SDK asks for.
    version: "4.34.2",
    configure(settings, log) {
      const { kubeconfig, context } = settings;
      const access = clusterAccess({ kubeconfig: kubeconfig || undefined, context: context || undefined });
      const client = apiClient(access);
      configured = {
        objects: objects(client, discovery(client)),
        release: release(access),
        namespace: settings["namespace"] || undefined,
        adopt: isOn(settings["upsertExistingObjects"] ?? process.env["PULUMI_K8S_UPSERT_EXISTING_OBJECTS"]),
      };
      log.info(
        `A stand-in for the kubernetes provider works on ${access.server.origin}; it is for local clusters only.`,
      );
    },
    check(request) {
      const { namespace } = cluster();
      if (request.type === releaseType) return cluster().release.check(request, namespace);
      return checkObject(request, namespace);
    },
    diff(request) {
      if (request.type === releaseType) return cluster().release.diff(request);
      const found = diffObjects(request);
      if (found.deleteBeforeReplace && found.changes.some(({ replaces }) => replaces))
        replaced.add(request.urn);
      return found;
    },
    create(operation, inputs) {
      const { objects: stored, adopt } = cluster();
      if (operation.type === releaseType) return cluster().release.create(operation, inputs);
      return createObject(operation, inputs, stored, { adopt, replaced: replaced.has(operation.urn) });
    },
    update(operation, resource, inputs) {
      if (operation.type === releaseType) return cluster().release.update(operation, resource, inputs);
      return updateObject(operation, resource.state, inputs, cluster().objects);
    },
    async read(operation, id, known) {
      if (operation.type === releaseType) return cluster().release.read(operation, id, known);
      const token = parseToken(operation.type);
      const live = await cluster().objects.get(
        keyFromId(id, token?.apiVersion ?? "", token?.kind ?? ""),
        operation.signal,
      );
      if (live === undefined) return undefined;
      const state = stateOf(live, fieldManager(operation.urn, known.state.values));
      const isImport = Object.keys(known.inputs.values).length === 0;
      const values = isImport
        ? importedInputs(live)
        : projectObject(known.inputs.values, known.state.values, live);
      return {
        id: idOf(live),
        state,
        inputs: { values, secrets: [...known.inputs.secrets, ...state.secrets] },
      };
    },
    delete(operation, resource) {
      if (operation.type === releaseType) return cluster().release.delete(operation, resource);
      const token = parseToken(operation.type);
      const identity: JsonObject = { apiVersion: token?.apiVersion ?? "", kind: token?.kind ?? "" };
      const state = { ...identity, ...resource.state.values };
      return removeObject(operation, resource.id, state, cluster().objects);
    },
    invoke,
  };
}

function isOn(setting: string | undefined): boolean {
  return setting === "true" || setting === "1";
}
