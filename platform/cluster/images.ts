import { basename } from "node:path";
import type { Report } from "../failure";
import { must } from "./command";
import type { ArchivedImage, ClusterTools } from "./component";
import { paths } from "./paths";

/** Every image of the project's own has a reference below this name, which no registry answers to. */
const ownImages = "pattern-mesh.test/";

/** Imports the images the node does not have. The cluster must run. */
export async function importImages(
  tools: ClusterTools,
  list: readonly ArchivedImage[],
  report: Report,
): Promise<void> {
  const present = new Set(await presentImages(tools));
  const absent = list.filter(({ reference }) => !present.has(reference));
  for (const archive of new Set(absent.map((image) => image.archive))) {
    const begin = Date.now();
    await must(`Importing ${archive}`, ctr(tools, "images", "import", archive));
    report(`imported ${basename(archive)} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
  }
}

/** Forgets the project's images that are not in the list. @returns the references removed. */
export async function pruneImages(
  tools: ClusterTools,
  keep: readonly ArchivedImage[],
): Promise<readonly string[]> {
  const kept = new Set(keep.map(({ reference }) => reference));
  const old = (await presentImages(tools)).filter((name) => name.startsWith(ownImages) && !kept.has(name));
  if (old.length > 0) await must("Removing old images", ctr(tools, "images", "remove", ...old));
  return old;
}

async function presentImages(tools: ClusterTools): Promise<readonly string[]> {
  const names = await must("Listing the node's images", ctr(tools, "images", "list", "--quiet"));
  return names.split("\n").filter((name) => name !== "");
}

function ctr(tools: ClusterTools, ...args: readonly string[]) {
  return {
    command: tools.path("ctr"),
    args: [`--address=${paths().containerdSocket}`, "--namespace=k8s.io", ...args],
  };
}
