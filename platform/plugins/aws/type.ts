import type { JsonObject } from "../provider/json";
import type { AwsClient } from "./client";

/** A resource as the SDK's class shows it: inputs and computed outputs under their names there. */
export interface Found {
  readonly id: string;
  readonly values: JsonObject;
  /** The tag by which a resource knows its own, see provider.ts. */
  readonly owner: string | undefined;
}

export interface Call {
  readonly client: AwsClient;
  readonly signal: AbortSignal;
}

/** One type of resource that the stand-in knows. A new one is a file that exports this, and a line in types.ts. */
export interface AwsType {
  /** The inputs it understands; any other is a fault. */
  readonly inputs: readonly string[];
  /** Of these, the ones whose change needs a new resource. */
  readonly fixed: readonly string[];
  /** Of these, the ones that can be set at creation only, though AWS could change them. */
  readonly unchangeable?: readonly string[];
  /** The longest name that AWS takes. */
  readonly nameLength: number;
  /** What a made-up name must end in. */
  nameSuffix?(inputs: JsonObject): string;
  /** @param owner is kept as a tag. */
  create(call: Call, inputs: JsonObject, owner: string): Promise<string>;
  /** Brings an existing resource to the inputs. */
  update(call: Call, id: string, before: JsonObject, inputs: JsonObject): Promise<void>;
  /** @returns undefined when there is none. */
  read(call: Call, id: string): Promise<Found | undefined>;
  /** @returns the id under which a resource with this name would be found. */
  lookUp(call: Call, name: string): Promise<string | undefined>;
  delete(call: Call, id: string): Promise<void>;
}
