import { join } from "node:path";
import type { Report } from "../failure";
import { cacheDir, projectDir } from "../locations";
import type { Tools } from "../toolchain/index";
import { storeArchive } from "./archive-store";
import { corednsImage, pauseImage } from "./cluster-images";
import { contentTag, FileHashes } from "./image";
import type { ImageSpec, TaggedImage } from "./image";
import { istioHub, pilotImage, proxyImage } from "./istio-images";
import { nodeImages } from "./node-images";

/** An image on disk, ready for `ctr -n k8s.io images import <archive>`. */
export interface LocalImage {
  /** Full reference, `pattern-mesh.test/<name>:<12 hex of its content>`: same reference, same content. */
  readonly reference: string;
  /** OCI archive holding it. Several images share one archive: import each distinct path once. */
  readonly archive: string;
}

/** All images of the embedded platform. */
export interface Images {
  readonly list: readonly LocalImage[];
  /** Reference by service name: one for each folder of `services/` with a `main.ts`, plus `load-tester`. User 1000. */
  readonly services: Readonly<Record<string, string>>;
  /** Values for Istio's charts: `global.hub` and `global.tag`; images `pilot` and `proxyv2`, user 1337. */
  readonly istio: { readonly hub: string; readonly tag: string };
  /** Entry point `/usr/bin/coredns`, user 65532: let it listen on a port above 1023. */
  readonly coredns: string;
  /** The sandbox image of containerd. */
  readonly pause: string;
}

/**
 * Makes what changed since the last call (nothing changed: under two seconds) and prunes archives no longer needed.
 *
 * @param report receives a line per archive written.
 * @param servicesDir holds the services.
 * @throws PlatformFailure when a service does not bundle, or the disk is full.
 */
export async function buildImages(
  tools: Tools,
  report: Report,
  servicesDir: string = join(projectDir, "services"),
): Promise<Images> {
  const hashes = new FileHashes();
  const [pause, coredns, pilot, proxy, services] = await Promise.all([
    pauseImage(tools).then((spec) => tagged(spec, hashes)),
    corednsImage(tools).then((spec) => tagged(spec, hashes)),
    pilotImage(tools),
    proxyImage(tools),
    nodeImages(tools, servicesDir),
  ]);
  const tag = await contentTag([pilot, proxy], hashes);
  const istio = [pilot, proxy].map((spec) => withTag(spec, tag));
  const serviceImages = new Map<string, TaggedImage>();
  for (const [name, spec] of services) serviceImages.set(name, await tagged(spec, hashes));

  const sets = { cluster: [pause, coredns], istio, services: [...serviceImages.values()] };
  const list: LocalImage[] = [];
  for (const [set, images] of Object.entries(sets)) {
    const archive = await storeArchive(join(cacheDir(), "images"), set, images, report);
    for (const { reference } of images) list.push({ reference, archive });
  }
  return {
    list,
    services: Object.fromEntries([...serviceImages].map(([name, { reference }]) => [name, reference])),
    istio: { hub: istioHub, tag },
    coredns: coredns.reference,
    pause: pause.reference,
  };
}

async function tagged(spec: ImageSpec, hashes: FileHashes): Promise<TaggedImage> {
  return withTag(spec, await contentTag([spec], hashes));
}

function withTag(spec: ImageSpec, tag: string): TaggedImage {
  return { ...spec, reference: `${spec.repository}:${tag}` };
}
