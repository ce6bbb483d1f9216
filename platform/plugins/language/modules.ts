import { createRequire } from "node:module";
import { join } from "node:path";
import { status } from "@grpc/grpc-js";
import { Refusal } from "../provider/failures";

/**
 * @returns the path of one of the SDK's entry points, in the copy of the SDK that the program uses: it and the program
 * must share one.
 */
export function runModule(name: "run" | "run-policy-pack" | "run-plugin", directory: string): string {
  const resolve = createRequire(join(directory, "noop.js"));
  try {
    return resolve.resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch (cause) {
    throw new Refusal(
      `@pulumi/pulumi is not installed for ${directory}: run \`npm ci\` in the folder that holds its package.json.`,
      status.FAILED_PRECONDITION,
      { cause },
    );
  }
}
