import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb";
import type { JsonObject } from "../provider/json";
import { decode } from "../provider/properties";

/** @returns `runtime.options` of a Pulumi.yaml or PulumiPolicy.yaml. */
export function optionsOf(info: ProgramInfo | undefined): JsonObject {
  return decode(info?.getOptions()).values;
}
