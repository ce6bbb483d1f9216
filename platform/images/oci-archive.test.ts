import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { z } from "zod";
import type { TaggedImage } from "./image";
import { writeArchive } from "./oci-archive";

const base = [{ path: "/usr/bin/node", mode: 0o755, content: { text: "node" } }];

const image = (name: string): TaggedImage => ({
  repository: `pattern-mesh.test/${name}`,
  reference: `pattern-mesh.test/${name}:0123456789ab`,
  layers: [base, [{ path: "/app/main.js", mode: 0o644, content: { text: name } }]],
  user: "1000:1000",
  entrypoint: ["/usr/bin/node", "/app/main.js"],
  env: { NODE_ENV: "production" },
});

const descriptor = z.object({ digest: z.string(), size: z.number(), mediaType: z.string() });
const indexSchema = z.object({
  manifests: z.array(descriptor.extend({ annotations: z.record(z.string(), z.string()) })),
});
const manifestSchema = z.object({ config: descriptor, layers: z.array(descriptor) });
const configSchema = z.object({
  os: z.string(),
  config: z.object({ User: z.string(), Entrypoint: z.array(z.string()), Env: z.array(z.string()) }),
  rootfs: z.object({ diff_ids: z.array(z.string()) }),
});

describe("an OCI archive", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), "oci-archive-"));
    path = join(folder, "services.tar");
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  async function read(): Promise<ReadonlyMap<string, Buffer>> {
    const files = new Map<string, Buffer>();
    const reader = extract();
    fs.createReadStream(path).pipe(reader);
    for await (const entry of reader) {
      assert.ok(!files.has(entry.header.name), `${entry.header.name} is there twice`);
      files.set(entry.header.name, await buffer(entry));
    }
    return files;
  }

  function blobOf(files: ReadonlyMap<string, Buffer>, digest: string): Buffer {
    const blob = files.get(`blobs/${digest.replace(":", "/")}`);
    assert.ok(blob !== undefined, `${digest} is missing`);
    return blob;
  }

  const json = (bytes: Buffer | undefined): unknown => JSON.parse(String(bytes));

  it("holds every image under its reference, with matching digests and sizes all the way down", async () => {
    await writeArchive(path, [image("user-service"), image("order-service")]);
    const files = await read();
    assert.deepEqual(json(files.get("oci-layout")), { imageLayoutVersion: "1.0.0" });
    const { manifests } = indexSchema.parse(json(files.get("index.json")));
    assert.deepEqual(
      manifests.map(({ annotations }) => annotations["io.containerd.image.name"]),
      ["pattern-mesh.test/user-service:0123456789ab", "pattern-mesh.test/order-service:0123456789ab"],
    );
    for (const entry of manifests) {
      const manifest = manifestSchema.parse(json(blobOf(files, entry.digest)));
      for (const { digest, size } of [entry, manifest.config, ...manifest.layers]) {
        const blob = blobOf(files, digest);
        assert.equal(blob.length, size);
        assert.equal(`sha256:${createHash("sha256").update(blob).digest("hex")}`, digest);
      }
      const config = configSchema.parse(json(blobOf(files, manifest.config.digest)));
      assert.deepEqual(
        config.rootfs.diff_ids,
        manifest.layers.map(({ digest }) => digest),
      );
      assert.equal(config.config.User, "1000:1000");
      assert.deepEqual(config.config.Entrypoint, ["/usr/bin/node", "/app/main.js"]);
      assert.ok(config.config.Env.includes("NODE_ENV=production"));
    }
  });

  it("holds a shared layer once", async () => {
    await writeArchive(path, [image("user-service"), image("order-service")]);
    const blobs = [...(await read()).keys()].filter((name) => name.startsWith("blobs/"));
    const perImage = ["app layer", "config", "manifest"];
    assert.equal(blobs.length, 1 + 2 * perImage.length);
  });

  it("has the same bytes every time", async () => {
    await writeArchive(path, [image("user-service")]);
    const first = fs.readFileSync(path);
    await writeArchive(path, [image("user-service")]);
    assert.ok(first.equals(fs.readFileSync(path)));
  });

  it("is absent when one of its files cannot be read", async () => {
    const broken = {
      ...image("x"),
      layers: [[{ path: "/x", mode: 0o644, content: { file: "/not/there" } }]],
    };
    await assert.rejects(writeArchive(path, [broken]), /ENOENT/);
    assert.deepEqual(fs.readdirSync(folder), []);
  });
});
