import type { Json } from "../../provider/json";
import type { Operation } from "../../provider/provider";
import type { Helm } from "./helm";
import { findRelease, lastGoodRevision } from "./record";

/**
 * Frees a release that a killed helm left locked: helm refuses to work on one that is "pending". One that was in force
 * before goes back to that; one that never was, or that was
 * being removed, is removed and can be installed anew.
 */
export async function recoverRelease(
  operation: Operation,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  helm: Helm,
): Promise<void> {
  const { signal } = operation;
  const record = await findRelease(helm, { name, namespace }, signal);
  if (record === undefined || record.status === "deployed") return;
  const text = await helm.run(["history", name, "--namespace", namespace, "--output", "json"], signal);
  const revision = lastGoodRevision(JSON.parse(text) as readonly Json[]);
  const found = `The release ${namespace}/${name} is ${record.status}`;
  if (revision === undefined || record.status.startsWith("uninstall")) {
    operation.warn(`${found} and not in force: it is removed and installed anew.`);
    await helm.run(["uninstall", name, "--namespace", namespace, "--wait", "--ignore-not-found"], signal);
  } else if (record.status.startsWith("pending-")) {
    operation.warn(`${found}: it goes back to revision ${revision} first.`);
    await helm.run(["rollback", name, String(revision), "--namespace", namespace], signal);
  }
}
