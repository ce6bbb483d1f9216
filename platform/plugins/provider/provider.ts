import type { EngineLog } from "./engine-log";
import type { JsonObject, Path } from "./json";
import type { Properties } from "./properties";

/** What every request says of its resource. */
export interface Subject {
  readonly urn: string;
  /** The type token, such as `kubernetes:core/v1:ConfigMap`. */
  readonly type: string;
  /** The logical name. */
  readonly name: string;
}

/** A request that may take long. */
export interface Operation extends Subject {
  /** At preview: nothing may be changed, and values may be unknown. */
  readonly preview: boolean;
  /** How long it may take, or undefined for the provider's own limit. */
  readonly timeoutSeconds: number | undefined;
  /** Aborted when the engine cancels. */
  readonly signal: AbortSignal;
  /** Says in the resource's row what is being done. */
  progress(message: string): void;
  warn(message: string): void;
}

export interface Check extends Subject {
  readonly old: Properties;
  readonly inputs: Properties;
  /** Random, and the same for the same step; empty when the engine gives none. */
  readonly seed: Uint8Array;
}

export interface Checked {
  readonly inputs: Properties;
  /** Everything that is wrong with them, all at once. */
  readonly faults: readonly { readonly property: string; readonly reason: string }[];
}

export interface Comparison extends Subject {
  readonly id: string;
  readonly oldInputs: JsonObject;
  readonly oldState: JsonObject;
  readonly inputs: JsonObject;
}

export interface Change {
  readonly path: Path;
  readonly kind: "add" | "delete" | "update";
  /** The resource must be made anew for it. */
  readonly replaces: boolean;
}

export interface Differences {
  readonly changes: readonly Change[];
  /** The old one must be gone first, because the new one takes its name. */
  readonly deleteBeforeReplace: boolean;
}

export interface Stored {
  readonly id: string;
  readonly state: Properties;
}

/** A provider, free of gRPC. What it throws is described in failures.ts. */
export interface Provider {
  readonly version: string;
  /** Called once, before anything else but `checkConfig`. */
  configure(settings: Readonly<Record<string, string>>, log: EngineLog): Promise<void> | void;
  check(request: Check): Promise<Checked> | Checked;
  diff(request: Comparison): Promise<Differences> | Differences;
  create(operation: Operation, inputs: Properties): Promise<Stored>;
  update(
    operation: Operation,
    resource: { readonly id: string; readonly state: Properties; readonly oldInputs: Properties },
    inputs: Properties,
  ): Promise<Properties>;
  /**
   * @param known the last known inputs and state: empty for an import.
   * @returns undefined when the resource is gone.
   */
  read(
    operation: Operation,
    id: string,
    known: { readonly inputs: Properties; readonly state: Properties },
  ): Promise<(Stored & { readonly inputs: Properties }) | undefined>;
  delete(operation: Operation, resource: Stored & { readonly oldInputs: Properties }): Promise<void>;
  invoke(token: string, args: JsonObject): Promise<JsonObject> | JsonObject;
}
