import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunClient } from "./client";
import { findOnPath, locateOnPath } from "./path";

describe("a tool on PATH", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "path-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function place(name: string, mode = 0o755): string {
    const path = join(folder, name);
    writeFileSync(path, "");
    chmodSync(path, mode);
    return path;
  }

  const prints =
    (stdout: string): RunClient =>
    () =>
      Promise.resolve({ exitCode: 0, stdout, output: stdout });

  it("is used in a version of the range", async () => {
    const path = place("kubectl");
    const located = await locateOnPath("kubectl", prints("Client Version: v1.36.7"), [folder]);
    assert.deepEqual(located, { path });
  });

  it("is skipped in any other version, with both told", async () => {
    const path = place("kubectl");
    const located = await locateOnPath("kubectl", prints("Client Version: v1.35.2"), [folder]);
    assert.deepEqual(located, { note: `${path} is 1.35.2; wanted 1.36.0 to below 1.37` });
  });

  it("is skipped when it does not say its version", async () => {
    const path = place("istioctl");
    const located = await locateOnPath("istioctl", prints("client version: unknown"), [folder]);
    assert.deepEqual(located, { note: `${path} is of no known version; wanted 1.31 to below 1.32` });
  });

  it("is asked with its own version command", async () => {
    const path = place("helm");
    const asked: unknown[] = [];
    const run: RunClient = (command, args) => {
      asked.push([command, ...args]);
      return prints("v3.22")(command, args);
    };
    await locateOnPath("helm", run, [folder]);
    assert.deepEqual(asked, [[path, "version", "--short"]]);
  });

  it("needs no version when it belongs to the operating system", async () => {
    const path = place("socat");
    assert.deepEqual(await locateOnPath("socat", prints(""), [folder]), { path });
  });

  it("never serves where only the pinned build will do", async () => {
    place("pilot-agent");
    assert.deepEqual(await locateOnPath("pilot-agent", prints("1.31.0"), [folder]), {
      note: "only the pinned build will do",
    });
  });

  it("must be an executable file", async () => {
    place("socat", 0o644);
    mkdirSync(join(folder, "curl"));
    assert.deepEqual(await locateOnPath("socat", prints(""), [folder]), { note: "not on PATH" });
    assert.equal(findOnPath("curl", [folder]), undefined);
  });
});
