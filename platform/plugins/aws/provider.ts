import { createHash } from "node:crypto";
import { status } from "@grpc/grpc-js";
import { autoname } from "../provider/autonaming";
import { differences } from "../provider/differences";
import { Refusal } from "../provider/failures";
import { isSame, stringAt } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";
import { hasUnknown } from "../provider/properties";
import type { Properties } from "../provider/properties";
import type { Check, Checked, Operation, Provider } from "../provider/provider";
import { awsClient } from "./client";
import type { AwsClient } from "./client";
import { endpoint } from "./endpoint";
import type { AwsType } from "./type";
import { awsTypes } from "./types";

/**
 * Stands in for the official aws plugin where that cannot be installed: the same type tokens, inputs and outputs, on
 * an emulator of this machine. It knows the types in types.ts and the inputs each of them lists.
 */
export function awsProvider(): Provider {
  let configured: AwsClient | undefined;
  const call = (operation: Operation) => {
    if (configured === undefined) throw new Refusal("The provider is not configured yet.");
    return { client: configured, signal: operation.signal };
  };
  return {
    version: "7.48.0",
    configure(settings, log) {
      const local = endpoint(settings["region"]);
      configured = awsClient(local);
      log.info(
        `A stand-in for the aws provider works on ${local.url.origin}; it is for a local emulator only.`,
      );
    },
    check,
    diff({ type, oldInputs, inputs }) {
      const { fixed } = known(type);
      const changes = differences(oldInputs, inputs).map((change) => ({
        ...change,
        replaces: fixed.includes(String(change.path[0])),
      }));
      return { changes, deleteBeforeReplace: isSame(oldInputs["name"], inputs["name"]) };
    },
    async create(operation, inputs) {
      const type = known(operation.type);
      if (operation.preview) return { id: "", state: inputs };
      const owner = ownerOf(operation.urn);
      const found = await refuseForeign(operation, type, call(operation), inputs.values, owner);
      if (found === undefined) {
        const id = await type.create(call(operation), inputs.values, owner);
        return { id, state: await stateOf(operation, type, id, inputs) };
      }
      await type.update(call(operation), found, {}, inputs.values);
      return { id: found, state: await stateOf(operation, type, found, inputs) };
    },
    async update(operation, { id, oldInputs }, inputs) {
      const type = known(operation.type);
      const refused = (type.unchangeable ?? []).filter(
        (key) => !isSame(oldInputs.values[key], inputs.values[key]),
      );
      if (refused.length > 0) {
        throw new Refusal(
          `The stand-in for the aws provider cannot change ${refused.join(", ")} of ${id} in place.`,
        );
      }
      if (operation.preview) return inputs;
      await type.update(call(operation), id, oldInputs.values, inputs.values);
      return stateOf(operation, type, id, inputs);
    },
    async read(operation, id, before) {
      const found = await known(operation.type).read(call(operation), id);
      if (found === undefined) return undefined;
      const isImport = Object.keys(before.inputs.values).length === 0;
      const keys = isImport ? known(operation.type).inputs : Object.keys(before.inputs.values);
      const values = keys.flatMap((key): [string, Json][] => {
        const live = found.values[key];
        // What looks as it did after the last update keeps its declared form.
        if (isSame(live, before.state.values[key])) return pair(key, before.inputs.values[key] ?? live);
        return pair(key, live);
      });
      const { secrets } = before.inputs;
      const inputs = { values: Object.fromEntries(values), secrets };
      return { id, state: { values: found.values, secrets }, inputs };
    },
    async delete(operation, { id }) {
      await known(operation.type).delete(call(operation), id);
    },
    invoke(token) {
      throw new Refusal(`The stand-in for the aws provider has no function ${token}.`, status.UNIMPLEMENTED);
    },
  };

  async function stateOf(
    operation: Operation,
    type: AwsType,
    id: string,
    inputs: Properties,
  ): Promise<Properties> {
    const found = await type.read(call(operation), id);
    return { values: { ...inputs.values, ...found?.values }, secrets: inputs.secrets };
  }
}

function known(token: string): AwsType {
  const type = awsTypes[token];
  if (type !== undefined) return type;
  throw new Refusal(notKnown(token), status.UNIMPLEMENTED);
}

function notKnown(token: string): string {
  return `The stand-in for the aws provider does not implement ${token}. It has: ${Object.keys(awsTypes).join(", ")}.`;
}

/** Makes up a name where there is none, and names every input that the stand-in does not understand. */
function check({ type: token, inputs, old, name, seed }: Check): Checked {
  const type = awsTypes[token];
  if (type === undefined) return { inputs, faults: [{ property: "", reason: notKnown(token) }] };
  const foreign = Object.keys(inputs.values).filter((key) => !type.inputs.includes(key) && key !== "region");
  const faults = foreign.map((property) => ({
    property,
    reason: `is not implemented for ${token} in the stand-in for the aws provider.`,
  }));
  if (inputs.values["name"] !== undefined || hasUnknown(inputs.values["name"])) return { inputs, faults };
  const suffix = type.nameSuffix?.(inputs.values) ?? "";
  const limits = { digits: 7, length: type.nameLength - suffix.length };
  const made = stringAt(old.values, "name") ?? `${autoname(name, seed, limits)}${suffix}`;
  return { inputs: { values: { ...inputs.values, name: made }, secrets: inputs.secrets }, faults };
}

/**
 * @returns the id of a resource that this one made in a run that was killed before the state was written.
 * @throws Refusal when one with this name is somebody else's.
 */
async function refuseForeign(
  operation: Operation,
  type: AwsType,
  call: Parameters<AwsType["lookUp"]>[0],
  inputs: JsonObject,
  owner: string,
): Promise<string | undefined> {
  const name = stringAt(inputs, "name") ?? "";
  const id = await type.lookUp(call, name);
  if (id === undefined) return undefined;
  if ((await type.read(call, id))?.owner === owner) return id;
  throw new Refusal(
    `${name} exists already and was not made by this resource. Import it (\`pulumi import ${operation.type} ` +
      `${operation.name} ${id}\`), delete it, or choose another name.`,
    status.ALREADY_EXISTS,
  );
}

/** Kept as a tag, so that a run after a kill knows its own. */
function ownerOf(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 16);
}

function pair(key: string, value: Json | undefined): [string, Json][] {
  return value === undefined ? [] : [[key, value]];
}
