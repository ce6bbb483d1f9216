import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmMust } from "./commands";

/** A platform of the tests' own: they change and destroy what they deploy. */
process.env["PATTERN_MESH_STATE_DIR"] ??= mkdtempSync(join(tmpdir(), "pattern-mesh-e2e-"));

/** Longer than a cold build of every tool. */
const coldBuild = 45 * 60_000;

export const mochaHooks = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(coldBuild);
    console.log(await npmMust("up"));
  },
  async afterAll(this: Mocha.Context) {
    this.timeout(5 * 60_000);
    await npmMust("down", ["--purge"]);
    rmSync(process.env["PATTERN_MESH_STATE_DIR"] ?? "", { recursive: true, force: true });
  },
};
