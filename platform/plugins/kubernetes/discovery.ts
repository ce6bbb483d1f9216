import { Refusal } from "../provider/failures";
import { listAt, stringAt } from "../provider/json";
import type { JsonObject } from "../provider/json";
import type { ApiClient } from "./api-client";
import { isNotFound } from "./api-error";

/** How the API server serves a kind. */
export interface ServedKind {
  /** Such as `/apis/apps/v1`. */
  readonly root: string;
  /** The plural name in paths. */
  readonly resource: string;
  readonly namespaced: boolean;
}

/** The API server knows no such kind: a CRD is missing, or the name is wrong. */
export class KindNotServed extends Refusal {
  constructor(apiVersion: string, kind: string) {
    super(
      `The API server does not serve ${kind} of ${apiVersion}. ` +
        "If a CustomResourceDefinition makes it, what installs that must come first (dependsOn).",
    );
    this.name = "KindNotServed";
  }
}

export interface Discovery {
  /** @throws KindNotServed */
  find(apiVersion: string, kind: string): Promise<ServedKind>;
}

/** Asks once per version; a kind that is missing is asked for again, since a CRD may have come. */
export function discovery(client: ApiClient): Discovery {
  const known = new Map<string, Promise<readonly JsonObject[]>>();
  const load = (root: string): Promise<readonly JsonObject[]> => {
    const asked = client.call({ method: "GET", path: root }).then(
      (answer) => listAt(answer, "resources") as readonly JsonObject[],
      (error: unknown) => {
        known.delete(root);
        if (isNotFound(error)) return [];
        throw error;
      },
    );
    known.set(root, asked);
    return asked;
  };
  return {
    async find(apiVersion, kind) {
      const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const before = known.get(root);
      const found = served(await (before ?? load(root)), kind);
      const entry = found ?? (before === undefined ? undefined : served(await load(root), kind));
      if (entry === undefined) throw new KindNotServed(apiVersion, kind);
      return {
        root,
        resource: stringAt(entry, "name") ?? "",
        namespaced: entry["namespaced"] === true,
      };
    },
  };
}

function served(resources: readonly JsonObject[], kind: string): JsonObject | undefined {
  return resources.find(
    (entry) => entry["kind"] === kind && stringAt(entry, "name")?.includes("/") === false,
  );
}
