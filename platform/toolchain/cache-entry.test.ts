import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDamage, isAbandoned, pruneEntries, storeEntry, verifyEntry } from "./cache-entry";

/** No process has a number this high. */
const deadProcess = 2 ** 22 + 1;

describe("a cache entry", () => {
  let root: string;
  let entry: string;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), "cache-entry-"));
    entry = join(root, "tool-v1.0.0-0123abcd");
  });
  afterEach(() => {
    fs.rmSync(root, { recursive: true });
  });

  const fill = (text: string) => (partial: string) => {
    fs.mkdirSync(join(partial, "bin"));
    fs.writeFileSync(join(partial, "bin", "tool"), text);
    return Promise.resolve();
  };

  it("is whole after it was stored", async () => {
    await storeEntry(entry, fill("one"));
    assert.equal(findDamage(entry), undefined);
    assert.deepEqual(await verifyEntry(entry), []);
    assert.deepEqual(fs.readdirSync(root), ["tool-v1.0.0-0123abcd"]);
  });

  it("is absent after its filling failed, and an older one stays", async () => {
    const failing = () => Promise.reject(new Error("half-way"));
    await assert.rejects(storeEntry(entry, failing), /half-way/);
    assert.deepEqual(fs.readdirSync(root), []);
    await storeEntry(entry, fill("one"));
    await assert.rejects(storeEntry(entry, failing), /half-way/);
    assert.equal(findDamage(entry), undefined);
  });

  it("replaces a damaged one", async () => {
    fs.mkdirSync(entry);
    assert.equal(findDamage(entry), "its manifest is missing or unreadable");
    await storeEntry(entry, fill("one"));
    assert.equal(findDamage(entry), undefined);
  });

  it("tells a file that was cut short or removed", async () => {
    await storeEntry(entry, fill("one"));
    fs.truncateSync(join(entry, "bin", "tool"), 1);
    assert.equal(findDamage(entry), "bin/tool has 1 bytes; 3 were stored");
    fs.rmSync(join(entry, "bin", "tool"));
    assert.equal(findDamage(entry), "bin/tool has no bytes; 3 were stored");
    assert.deepEqual(await verifyEntry(entry), [`${join(entry, "bin", "tool")}: missing`]);
  });

  it("tells changed content of the same size only in the full check", async () => {
    await storeEntry(entry, fill("one"));
    fs.writeFileSync(join(entry, "bin", "tool"), "two");
    assert.equal(findDamage(entry), undefined);
    assert.deepEqual(await verifyEntry(entry), [
      `${join(entry, "bin", "tool")}: differs from what was stored`,
    ]);
  });

  it("tells an interpreter that was replaced", async () => {
    const [old, replacement, link] = ["python3.11", "python3.12", "python3"].map((name) => join(root, name));
    assert.ok(old !== undefined && replacement !== undefined && link !== undefined);
    for (const file of [old, replacement]) fs.writeFileSync(file, "");
    fs.symlinkSync(old, link);
    await storeEntry(entry, (partial) => {
      fs.symlinkSync(link, join(partial, "python"));
      return Promise.resolve();
    });
    assert.equal(findDamage(entry), undefined);
    fs.rmSync(link);
    fs.symlinkSync(replacement, link);
    assert.equal(findDamage(entry), `python leads to ${replacement}; it led to ${old}`);
    fs.rmSync(link);
    assert.equal(findDamage(entry), `python leads to nothing; it led to ${old}`);
  });

  it("leaves room for the newest older one only, and clears what killed runs left", async () => {
    const others = [
      "tool-v0.9.0-1",
      "tool-v0.8.0-1",
      `tool-v1.0.0-1.${deadProcess}.partial`,
      "tool-set-v1.0.0-1",
    ];
    for (const [age, name] of others.entries()) {
      fs.mkdirSync(join(root, name));
      fs.utimesSync(join(root, name), 1000 - age, 1000 - age);
    }
    const running = `tool-v1.0.0-2.${process.ppid}.partial`;
    fs.mkdirSync(join(root, running));
    await storeEntry(entry, fill("one"));
    pruneEntries(root, "tool", entry);
    assert.deepEqual(
      fs.readdirSync(root).sort(),
      ["tool-set-v1.0.0-1", "tool-v0.9.0-1", "tool-v1.0.0-0123abcd", running].sort(),
    );
  });
});

describe("a partial entry", () => {
  it("is abandoned when its process is gone", () => {
    assert.ok(isAbandoned(`x.${deadProcess}.partial`));
    assert.ok(!isAbandoned(`x.${process.ppid}.partial`));
    assert.ok(!isAbandoned("x.tar"));
  });
});
