import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { posix } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import type { Pack } from "tar-stream";
import type { ImageFile, Layer } from "./image";

/** Digest and length of a layer's tar. */
export interface LayerDigest {
  readonly digest: string;
  readonly size: number;
}

/** @returns the layer as a tar stream, the same bytes every time: sorted, owned by root, all times zero. */
export function layerTar(layer: Layer): Pack {
  const tar = pack();
  writeEntries(tar, withParents(layer)).then(
    () => {
      tar.finalize();
    },
    (error: unknown) => {
      tar.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return tar;
}

/** Makes the tar once without keeping it. */
export async function digestOf(layer: Layer): Promise<LayerDigest> {
  const hash = createHash("sha256");
  let size = 0;
  const digest = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      hash.update(chunk);
      done();
    },
  });
  await pipeline(layerTar(layer), digest);
  return { digest: `sha256:${hash.digest("hex")}`, size };
}

async function writeEntries(tar: Pack, files: readonly ImageFile[]): Promise<void> {
  for (const file of files) await writeEntry(tar, file);
}

async function writeEntry(tar: Pack, { path, mode, content }: ImageFile): Promise<void> {
  const header = { name: path.slice(1), mode, uid: 0, gid: 0, mtime: new Date(0) };
  if (content === "directory") tar.entry({ ...header, name: `${header.name}/`, type: "directory" });
  else if ("link" in content) tar.entry({ ...header, type: "symlink", linkname: content.link });
  else if ("text" in content) tar.entry(header, content.text);
  else {
    const { size } = statSync(content.file);
    await pipeline(
      createReadStream(content.file, { highWaterMark: 1 << 20 }),
      tar.entry({ ...header, size }),
    );
  }
}

/** Sorted by path, each path once (the first wins), and a folder before what is in it. */
function withParents(layer: Layer): readonly ImageFile[] {
  const byPath = new Map<string, ImageFile>();
  for (const file of layer) if (!byPath.has(file.path)) byPath.set(file.path, file);
  for (const { path } of layer) {
    for (let parent = posix.dirname(path); parent !== "/"; parent = posix.dirname(parent)) {
      if (!byPath.has(parent)) byPath.set(parent, { path: parent, mode: 0o755, content: "directory" });
    }
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
