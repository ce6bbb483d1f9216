import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentTag } from "./image";
import type { ImageSpec } from "./image";

describe("the tag of an image", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "image-"));
    file = join(folder, "program");
    writeFileSync(file, "one");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const spec = (change: Partial<ImageSpec> = {}, mode = 0o755, path = "/usr/bin/program"): ImageSpec => ({
    repository: "pattern-mesh.test/x",
    layers: [[{ path, mode, content: { file } }]],
    user: "1000:1000",
    entrypoint: ["/usr/bin/program"],
    ...change,
  });

  it("is 12 hex digits, the same for the same content wherever it lies", async () => {
    const first = await contentTag([spec()]);
    assert.match(first, /^[0-9a-f]{12}$/);
    file = join(folder, "moved");
    writeFileSync(file, "one");
    assert.equal(await contentTag([spec()]), first);
  });

  it("changes with content, path, mode, user, entry point, environment and links", async () => {
    const link = { path: "/x", mode: 0o777, content: { link: "y" } };
    const specs = [
      spec(),
      spec({}, 0o700),
      spec({}, 0o755, "/bin/program"),
      spec({ user: "0:0" }),
      spec({ entrypoint: [] }),
      spec({ env: { A: "1" } }),
      spec({ layers: [[link]] }),
      spec({ layers: [[{ ...link, content: { link: "z" } }]] }),
    ];
    const tags = await Promise.all(specs.map((each) => contentTag([each])));
    writeFileSync(file, "two");
    tags.push(await contentTag([spec()]));
    assert.equal(new Set(tags).size, specs.length + 1);
  });
});
