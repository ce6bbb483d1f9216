import type { JsonObject } from "../provider/json";
import { stringAt } from "../provider/json";
import type { ApiClient, Call } from "./api-client";
import { isNotFound } from "./api-error";
import type { Discovery } from "./discovery";

/** Which object is meant. */
export interface ObjectKey {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for the namespace `default`, or for a kind without namespaces. */
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Reads and writes objects of any kind that the API server serves. */
export interface Objects {
  /** @throws KindNotServed */
  served(key: ObjectKey): Promise<void>;
  /** @returns undefined when there is none, or when its kind is not served. */
  get(key: ObjectKey, signal?: AbortSignal): Promise<JsonObject | undefined>;
  /** Server-side apply. With `dryRun` everything is judged and nothing stored. */
  apply(object: JsonObject, options: ApplyOptions): Promise<JsonObject>;
  /** @returns false when there was none. */
  delete(key: ObjectKey, propagation: string, signal: AbortSignal): Promise<boolean>;
  /** Objects in a namespace, by label or field selector. */
  list(
    of: Pick<ObjectKey, "apiVersion" | "kind" | "namespace">,
    selector: { readonly labels?: string; readonly fields?: string },
    signal?: AbortSignal,
  ): Promise<readonly JsonObject[]>;
}

export interface ApplyOptions {
  readonly manager: string;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly warn: (message: string) => void;
}

export const defaultNamespace = "default";

export function objects(client: ApiClient, discovery: Discovery): Objects {
  const pathOf = async (key: Omit<ObjectKey, "name"> & { readonly name?: string }): Promise<string> => {
    const { root, resource, namespaced } = await discovery.find(key.apiVersion, key.kind);
    const scope = namespaced ? `/namespaces/${key.namespace ?? defaultNamespace}` : "";
    return `${root}${scope}/${resource}${key.name === undefined ? "" : `/${key.name}`}`;
  };
  const withSignal = (signal: AbortSignal | undefined): Pick<Call, "signal"> =>
    signal === undefined ? {} : { signal };
  return {
    async served(key) {
      await discovery.find(key.apiVersion, key.kind);
    },
    async get(key, signal) {
      try {
        return await client.call({ method: "GET", path: await pathOf(key), ...withSignal(signal) });
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    async apply(object, { manager, dryRun, signal, warn }) {
      return client.call({
        method: "PATCH",
        path: await pathOf(keyOf(object)),
        // Conflicts are forced: the program is the truth for the fields it names.
        query: {
          ...{ fieldManager: manager, force: "true", fieldValidation: "Strict" },
          dryRun: dryRun ? "All" : undefined,
        },
        contentType: "application/apply-patch+yaml",
        ...{ body: object, signal, warn },
      });
    },
    async delete(key, propagation, signal) {
      try {
        const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy: propagation };
        await client.call({ method: "DELETE", path: await pathOf(key), body, signal });
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },
    async list(of, selector, signal) {
      const answer = await client.call({
        ...{ method: "GET", path: await pathOf(of), ...withSignal(signal) },
        query: { labelSelector: selector.labels, fieldSelector: selector.fields },
      });
      const items = answer["items"];
      return (Array.isArray(items) ? items : []) as readonly JsonObject[];
    },
  };
}

/** @throws Error when the object has no name: `check` gives every object one. */
export function keyOf(object: JsonObject): ObjectKey {
  const [apiVersion, kind] = [stringAt(object, "apiVersion"), stringAt(object, "kind")];
  const name = stringAt(object, "metadata", "name");
  if (apiVersion === undefined || kind === undefined || name === undefined) {
    throw new Error("An object needs apiVersion, kind and metadata.name.");
  }
  return { apiVersion, kind, namespace: stringAt(object, "metadata", "namespace"), name };
}

/** The id in Pulumi's state, as the official provider writes it: `[namespace/]name`. */
export function idOf(object: JsonObject): string {
  const { namespace, name } = keyOf(object);
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The reverse of `idOf`. */
export function keyFromId(id: string, apiVersion: string, kind: string): ObjectKey {
  const [first = "", second] = id.split("/");
  return second === undefined
    ? { apiVersion, kind, namespace: undefined, name: first }
    : { apiVersion, kind, namespace: first, name: second };
}
