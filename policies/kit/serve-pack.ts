import { PolicyPack } from "@pulumi/policy";
import type { Pack } from "./pack";
import { toPolicies } from "./policies";
import { keepSecretsMarked } from "./engine-secrets";

/**
 * Serves a pack to the engine: starts a server and prints its port, so only a pack's entry may call this, once.
 * The version is that of the package.json in the working directory, which the engine sets to the pack's folder.
 */
export function servePack(pack: Pack): void {
  keepSecretsMarked();
  new PolicyPack(pack.name, { description: pack.description, policies: toPolicies(pack) });
}
