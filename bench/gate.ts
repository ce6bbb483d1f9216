import { rmSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../platform/locations";
import { timeCommand } from "./command";
import type { Measurement } from "./measurement";

/** Times `npm test` as it is after `npm ci`: with nothing kept of earlier format checks and lints. */
export async function* measureGate(): AsyncGenerator<Measurement> {
  rmSync(join(projectDir, "node_modules", ".cache", "pattern-mesh"), { recursive: true, force: true });
  const { seconds } = await timeCommand("npm", ["test"]);
  const note = "caches of lint and format emptied, as after npm ci";
  yield { name: "npm test", value: seconds, unit: "s", target: 300, note };
}
