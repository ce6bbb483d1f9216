import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allSources } from "./sources";
import { goTools, pythonTools, systemTools } from "./tools";

const goDir = join(__dirname, "go");
const pythonDir = join(__dirname, "python");

describe("the sources of the tools", () => {
  it("supply each tool exactly once", () => {
    const supplied = allSources().flatMap(({ tools }) => tools);
    assert.deepEqual([...supplied].sort(), [...goTools, ...pythonTools, ...systemTools].sort());
  });

  it("use every pinned module and package, and no other", () => {
    const names = allSources().map(({ name }) => name);
    const pinned = [
      ...readdirSync(goDir),
      ...readdirSync(pythonDir).map((file) => file.replace(/\.txt$/, "")),
    ];
    assert.deepEqual(names.filter((name) => name !== "system packages").sort(), pinned.sort());
  });

  it("say which version they stand for", () => {
    const origins = allSources().map(({ origin }) => origin);
    assert.ok(origins.includes("Go module k8s.io/kubernetes v1.36.3"), origins.join("\n"));
    assert.ok(origins.includes("Python package ministack 1.5.33"), origins.join("\n"));
  });
});

describe("pinned Python packages", () => {
  for (const file of readdirSync(pythonDir)) {
    it(`of ${file} are exact and have hashes`, () => {
      const requirements = readFileSync(join(pythonDir, file), "utf8")
        .replaceAll("\\\n", "")
        .trim()
        .split("\n");
      for (const requirement of requirements) {
        assert.match(requirement, /^[\w.-]+==[\w.]+( ;[^-]*)?(\s+--hash=sha256:[0-9a-f]{64})+$/);
      }
    });
  }
});

describe("pinned Go modules", () => {
  for (const name of readdirSync(goDir)) {
    it(`of ${name} have checksums`, () => {
      assert.match(readFileSync(join(goDir, name, "go.sum"), "utf8"), / h1:/);
    });
  }
});
