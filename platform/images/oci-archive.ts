import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import type { Pack } from "tar-stream";
import type { Layer, TaggedImage } from "./image";
import { digestOf, layerTar } from "./layer";
import type { LayerDigest } from "./layer";

const mediaType = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
} as const;

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Writes images as one OCI archive, each blob once. It appears under its name only when it is whole, and the same
 * images give the same bytes. Layers stay uncompressed: they never leave the machine.
 */
export async function writeArchive(path: string, images: readonly TaggedImage[]): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  const tar = pack();
  const written = pipeline(tar, createWriteStream(partial, { highWaterMark: 1 << 20 }));
  try {
    await Promise.all([written, fillArchive(tar, images)]);
    renameSync(partial, path);
  } catch (error) {
    tar.destroy();
    await written.catch(() => undefined);
    rmSync(partial, { force: true });
    throw error;
  }
}

async function fillArchive(tar: Pack, images: readonly TaggedImage[]): Promise<void> {
  const blobs = new Blobs(tar);
  const manifests: Descriptor[] = [];
  for (const image of images) {
    const layers: LayerDigest[] = [];
    for (const layer of image.layers) layers.push(await blobs.layer(layer));
    const manifest = blobs.json(mediaType.manifest, {
      schemaVersion: 2,
      mediaType: mediaType.manifest,
      config: blobs.json(mediaType.config, configOf(image, layers)),
      layers: layers.map((layer) => ({ mediaType: mediaType.layer, ...layer })),
    });
    // The name containerd gives the image it imports.
    manifests.push({ ...manifest, annotations: { "io.containerd.image.name": image.reference } });
  }
  blobs.file("index.json", { schemaVersion: 2, mediaType: mediaType.index, manifests });
  blobs.file("oci-layout", { imageLayoutVersion: "1.0.0" });
  tar.finalize();
}

function configOf(image: TaggedImage, layers: readonly LayerDigest[]): unknown {
  return {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: {
      User: image.user,
      Entrypoint: image.entrypoint,
      Env: Object.entries({ PATH: searchPath, ...image.env }).map(([name, value]) => `${name}=${value}`),
      WorkingDir: "/",
    },
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
  };
}

const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The content-addressed part of an archive. */
class Blobs {
  readonly #written = new Set<string>();
  readonly #layers = new Map<Layer, LayerDigest>();

  constructor(private readonly tar: Pack) {}

  async layer(layer: Layer): Promise<LayerDigest> {
    const known = this.#layers.get(layer);
    if (known !== undefined) return known;
    // Digested first, because a blob's name and size precede it in the archive.
    const found = await digestOf(layer);
    this.#layers.set(layer, found);
    if (this.#isNew(found.digest)) {
      await pipeline(layerTar(layer), this.tar.entry(header(blobPath(found.digest), found.size)));
    }
    return found;
  }

  json(type: string, value: unknown): Descriptor {
    const text = JSON.stringify(value);
    const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    if (this.#isNew(digest)) this.file(blobPath(digest), value);
    return { mediaType: type, digest, size: Buffer.byteLength(text) };
  }

  file(name: string, value: unknown): void {
    const text = JSON.stringify(value);
    this.tar.entry(header(name, Buffer.byteLength(text)), text);
  }

  #isNew(digest: string): boolean {
    const isNew = !this.#written.has(digest);
    this.#written.add(digest);
    return isNew;
  }
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}

function header(name: string, size: number) {
  return { name, size, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) };
}
