import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeArchive } from "./archive-store";
import type { TaggedImage } from "./image";

const image = (tag: string): TaggedImage => ({
  repository: "pattern-mesh.test/x",
  reference: `pattern-mesh.test/x:${tag}`,
  layers: [[{ path: "/x", mode: 0o644, content: { text: tag } }]],
  user: "1000:1000",
  entrypoint: ["/x"],
});

describe("the store of archives", () => {
  let folder: string;
  const silent = () => undefined;
  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), "archive-store-"));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  /** Makes an archive look as if it was last used some minutes ago. */
  function age(path: string, minutes: number): void {
    const then = Date.now() / 1000 - 60 * minutes;
    fs.utimesSync(path, then, then);
  }

  it("writes an archive once", async () => {
    const lines: string[] = [];
    const report = (line: string) => lines.push(line);
    const first = await storeArchive(folder, "services", [image("a")], report);
    assert.equal(await storeArchive(folder, "services", [image("a")], report), first);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /^services images: \d+ MB written in 0 s$/);
  });

  it("keeps the current archive and the two used last, of each set", async () => {
    const istio = await storeArchive(folder, "istio", [image("i")], silent);
    const [a, b, c] = await Promise.all(
      ["a", "b", "c"].map((tag) => storeArchive(folder, "services", [image(tag)], silent)),
    );
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    age(a, 3);
    age(b, 2);
    age(c, 1);
    const again = await storeArchive(folder, "services", [image("a")], silent);
    assert.equal(again, a);
    const d = await storeArchive(folder, "services", [image("d")], silent);
    assert.deepEqual(
      fs
        .readdirSync(folder)
        .map((name) => join(folder, name))
        .sort(),
      [istio, a, c, d].sort(),
    );
  });

  it("clears what killed runs left half-written", async () => {
    fs.writeFileSync(join(folder, `services-0.tar.${2 ** 22 + 1}.partial`), "");
    const path = await storeArchive(folder, "services", [image("a")], silent);
    assert.deepEqual(
      fs.readdirSync(folder).map((name) => join(folder, name)),
      [path],
    );
  });
});
