import { status } from "@grpc/grpc-js";
import { setTimeout as sleep } from "node:timers/promises";
import { InitializationFailure, Refusal } from "../provider/failures";
import type { JsonObject } from "../provider/json";
import { stringAt } from "../provider/json";
import { hasUnknown } from "../provider/properties";
import type { Properties } from "../provider/properties";
import type { Operation, Stored } from "../provider/provider";
import { isImmutabilityOnly, isNamespaceMissing, isWebhookDown } from "./api-error";
import { waitUntilReady } from "./await/wait";
import { KindNotServed } from "./discovery";
import { idOf, keyOf } from "./objects";
import type { Objects } from "./objects";
import { fieldManager, isManagedBy, managersOf, stateOf } from "./state";

/** After a CRD is stored, the API server needs a moment to serve its kind. */
const kindSeconds = 20;
const pollMillis = 300;
const goneSeconds = 120;

/** What may be in the place of an object that is to be created. */
export interface Predecessor {
  /** Take over whatever is there: the provider's setting `upsertExistingObjects`. */
  readonly adopt: boolean;
  /** The old one is this resource's own, and the engine deletes it first. At preview it is still there. */
  readonly replaced: boolean;
}

/**
 * Creates an object. One that is there already belongs to somebody else, unless this same resource made it in a run
 * that was killed before the state was written: then it is taken up again.
 */
export async function createObject(
  operation: Operation,
  inputs: Properties,
  objects: Objects,
  { adopt, replaced }: Predecessor,
): Promise<Stored> {
  const manager = fieldManager(operation.urn);
  if (operation.preview && hasUnknown(inputs.values)) return planned(inputs);
  try {
    await whenServed(operation, inputs.values, objects);
    if (!adopt && !(operation.preview && replaced))
      await refuseForeign(operation, inputs.values, objects, manager);
  } catch (error) {
    if (operation.preview && error instanceof KindNotServed) return planned(inputs);
    throw error;
  }
  try {
    return await applied(operation, inputs, objects, manager);
  } catch (error) {
    if (operation.preview && replaced && isImmutabilityOnly(error)) return planned(inputs);
    throw error;
  }
}

/** Applies changed inputs to an object; fields that others changed meanwhile are taken back. */
export async function updateObject(
  operation: Operation,
  state: Properties,
  inputs: Properties,
  objects: Objects,
): Promise<Properties> {
  if (operation.preview && hasUnknown(inputs.values)) return planned(inputs).state;
  return (await applied(operation, inputs, objects, fieldManager(operation.urn, state.values))).state;
}

/** What a preview says when the API server cannot be asked: the object as declared. */
function planned(inputs: Properties): Stored {
  return { id: "", state: inputs };
}

async function applied(
  operation: Operation,
  inputs: Properties,
  objects: Objects,
  manager: string,
): Promise<Stored> {
  const { preview, signal } = operation;
  const warn = (message: string) => {
    operation.warn(message);
  };
  let live: JsonObject;
  try {
    live = await objects.apply(inputs.values, { manager, dryRun: preview, signal, warn });
  } catch (error) {
    // Namespace and add-ons may be made in this very update, before this object.
    if (preview && (isNamespaceMissing(error) || error instanceof KindNotServed)) return planned(inputs);
    if (preview && isWebhookDown(error) && error instanceof Error) {
      warn(`A webhook did not answer, so it has not judged this object: ${error.message}`);
      return planned(inputs);
    }
    throw error;
  }
  if (preview) return { id: idOf(live), state: stateOf(live, manager) };
  const waited = await waitUntilReady(operation, live, objects);
  const stored = { id: idOf(live), state: stateOf(waited.live, manager) };
  if (waited.reasons.length > 0) throw new InitializationFailure(waited.reasons, { ...stored, inputs });
  return stored;
}

async function whenServed(operation: Operation, object: JsonObject, objects: Objects): Promise<void> {
  const until = Date.now() + kindSeconds * 1000;
  for (;;) {
    try {
      await objects.served(keyOf(object));
      return;
    } catch (error) {
      if (!(error instanceof KindNotServed) || operation.preview || Date.now() > until) throw error;
      operation.progress(`waiting until the API server serves ${stringAt(object, "kind") ?? "the kind"}`);
      await sleep(pollMillis, undefined, { signal: operation.signal });
    }
  }
}

async function refuseForeign(
  operation: Operation,
  object: JsonObject,
  objects: Objects,
  manager: string,
): Promise<void> {
  const key = keyOf(object);
  const until = Date.now() + goneSeconds * 1000;
  let found = await objects.get(key, operation.signal);
  while (found !== undefined && stringAt(found, "metadata", "deletionTimestamp") !== undefined) {
    if (operation.preview || Date.now() > until) break;
    operation.progress(`waiting until the ${key.kind} that is being deleted is gone`);
    await sleep(pollMillis, undefined, { signal: operation.signal });
    found = await objects.get(key, operation.signal);
  }
  if (found === undefined || isManagedBy(found, manager)) return;
  if (operation.preview && stringAt(found, "metadata", "deletionTimestamp") !== undefined) return;
  const id = idOf(found);
  throw new Refusal(
    `${key.kind} ${id} exists already and was not made by this resource (its fields are kept by ` +
      `${managersOf(found).join(", ") || "nobody"}). Import it (\`pulumi import '${operation.type}' ` +
      `${operation.name} ${id}\`), delete it, or choose another name.`,
    status.ALREADY_EXISTS,
  );
}
