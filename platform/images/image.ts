import { createHash } from "node:crypto";
import { sha256OfFile } from "../toolchain/cache-entry";

/** A file of an image: copied from the host, written out, a link, or a folder with its own mode. */
export interface ImageFile {
  /** Absolute path inside the image. Missing parent folders are added, mode 0755. */
  readonly path: string;
  readonly mode: number;
  readonly content:
    { readonly file: string } | { readonly text: string } | { readonly link: string } | "directory";
}

/** Files that change together; images that share a layer store it once. */
export type Layer = readonly ImageFile[];

/** What an image is made of; the same specification always gives the same archive. */
export interface ImageSpec {
  /** Repository, without tag: `pattern-mesh.test/user-service`. */
  readonly repository: string;
  readonly layers: readonly Layer[];
  /** `uid:gid` of its processes. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An image with its full reference. */
export interface TaggedImage extends ImageSpec {
  readonly reference: string;
}

/** Part of every tag: raise it when archives of the same specification come out different. */
const formatVersion = 1;

/** @returns 12 hex digits that change with any file, mode or setting of the images. */
export async function contentTag(specs: readonly ImageSpec[], hashes = new FileHashes()): Promise<string> {
  const described = [];
  for (const spec of specs) {
    const layers = [];
    for (const layer of spec.layers)
      layers.push(await Promise.all(layer.map((file) => describe(file, hashes))));
    described.push([spec.repository, spec.user, spec.entrypoint, spec.env ?? {}, layers]);
  }
  return sha256([formatVersion, process.arch, described]).slice(0, 12);
}

/** Remembers the hash of each host file for one run: images share most of their files. */
export class FileHashes {
  readonly #known = new Map<string, Promise<string>>();

  of(path: string): Promise<string> {
    const known = this.#known.get(path) ?? sha256OfFile(path);
    this.#known.set(path, known);
    return known;
  }
}

export function sha256(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

async function describe({ path, mode, content }: ImageFile, hashes: FileHashes): Promise<unknown> {
  if (content === "directory" || !("file" in content)) return [path, mode, content];
  return [path, mode, await hashes.of(content.file)];
}
