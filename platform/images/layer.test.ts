import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { extract } from "tar-stream";
import type { Header } from "tar-stream";
import type { Layer } from "./image";
import { digestOf, layerTar } from "./layer";

async function entriesOf(layer: Layer): Promise<readonly Header[]> {
  const headers: Header[] = [];
  for await (const entry of layerTar(layer).pipe(extract())) {
    headers.push(entry.header);
    entry.resume();
  }
  return headers;
}

const text = (path: string, mode = 0o644) => ({ path, mode, content: { text: path } });

describe("a layer", () => {
  it("has sorted entries, parents first, owned by root and without times", async () => {
    const entries = await entriesOf([
      text("/usr/bin/node", 0o755),
      { path: "/usr/bin/iptables", mode: 0o777, content: { link: "xtables-nft-multi" } },
      { path: "/tmp", mode: 0o1777, content: "directory" },
    ]);
    assert.deepEqual(
      entries.map(({ name, mode, type, linkname }) => [name, mode, type, linkname]),
      [
        ["tmp/", 0o1777, "directory", null],
        ["usr/", 0o755, "directory", null],
        ["usr/bin/", 0o755, "directory", null],
        ["usr/bin/iptables", 0o777, "symlink", "xtables-nft-multi"],
        ["usr/bin/node", 0o755, "file", null],
      ],
    );
    assert.ok(entries.every(({ uid, gid, mtime }) => uid === 0 && gid === 0 && mtime.getTime() === 0));
  });

  it("has each path once, the first one given", async () => {
    const twice = [text("/a"), { ...text("/a"), mode: 0o600 }];
    assert.deepEqual(
      (await entriesOf(twice)).map(({ mode }) => mode),
      [0o644],
    );
  });

  it("does not depend on the order of its files", async () => {
    const path = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 });
    const paths = fc.uniqueArray(
      path.map((parts) => `/${parts.join("/")}.txt`),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(paths, async (names) => {
        const files = names.map((name) => text(name));
        assert.deepEqual(await digestOf(files), await digestOf([...files].reverse()));
      }),
      { numRuns: 30 },
    );
  });

  it("is digested as it will be written", async () => {
    const folder = mkdtempSync(join(tmpdir(), "layer-"));
    const file = join(folder, "program");
    writeFileSync(file, Buffer.alloc(3_000_000, 7));
    const layer: Layer = [{ path: "/program", mode: 0o755, content: { file } }];
    const bytes = await buffer(layerTar(layer));
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    assert.deepEqual(await digestOf(layer), { digest, size: bytes.length });
    rmSync(folder, { recursive: true });
  });

  it("fails when a file is not there", async () => {
    await assert.rejects(digestOf([{ path: "/x", mode: 0o644, content: { file: "/not/there" } }]), /ENOENT/);
  });
});
