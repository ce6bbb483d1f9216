import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { componentKubeconfig, ensureCredentials, parseTokens, tokenLine, tokenOf } from "./credentials";
import { paths } from "./paths";

describe("credentials", () => {
  const before = process.env["PATTERN_MESH_STATE_DIR"];
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "credentials-"));
    process.env["PATTERN_MESH_STATE_DIR"] = folder;
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env["PATTERN_MESH_STATE_DIR"];
    else process.env["PATTERN_MESH_STATE_DIR"] = before;
  });

  it("makes a token for each user once, for root only", () => {
    ensureCredentials(true);
    const first = readFileSync(paths().tokens, "utf8");
    ensureCredentials(true);
    assert.equal(readFileSync(paths().tokens, "utf8"), first);
    assert.equal(new Set(parseTokens(first).values()).size, 5);
    assert.match(first, /^[0-9a-f]{48},admin,admin,"system:masters"$/m);
    for (const file of [paths().tokens, paths().serviceAccountKey, componentKubeconfig("kubelet")]) {
      assert.equal(statSync(file).mode & 0o777, 0o600, file);
    }
  });

  it("gives each component its own user", () => {
    ensureCredentials(true);
    assert.match(
      readFileSync(componentKubeconfig("kubelet"), "utf8"),
      new RegExp(tokenOf("system:node:pattern-mesh")),
    );
    assert.throws(() => tokenOf("nobody"), /no token for the user nobody/);
  });

  it("repairs a pair of keys that a killed start left half-made", () => {
    ensureCredentials(true);
    rmSync(paths().serviceAccountPublicKey);
    ensureCredentials(true);
    const pem = { type: "spki", format: "pem" } as const;
    const derived = createPublicKey(createPrivateKey(readFileSync(paths().serviceAccountKey))).export(pem);
    assert.equal(readFileSync(paths().serviceAccountPublicKey, "utf8"), derived.toString());
  });

  it("reads back the lines it writes", () => {
    const text = tokenLine("t1", "admin", ["a", "b"]) + tokenLine("t2", "bob", []);
    assert.deepEqual(
      [...parseTokens(text)],
      [
        ["admin", "t1"],
        ["bob", "t2"],
      ],
    );
  });
});
