import { join } from "node:path";
import { timeCommand } from "./command";
import { median, spread } from "./measurement";
import type { Measurement } from "./measurement";

/** What program-child.ts prints. */
interface ProgramTimes {
  readonly importMs: number;
  readonly registerMs: number;
  readonly resources: number;
}

const runs = 5;

/** The program's own share of a preview: loading its modules, and registering its resources. */
export async function* measureProgram(): AsyncGenerator<Measurement> {
  const times: ProgramTimes[] = [];
  // The first, which does not count, fills the cache of compiled modules.
  for (let count = 0; count <= runs; count++) times.push(await runOnce());
  const counted = times.slice(1);
  const imports = counted.map(({ importMs }) => importMs);
  yield { name: "program: import", value: median(imports), unit: "ms", note: spread(imports, "ms") };
  const registrations = counted.map(({ registerMs }) => registerMs);
  yield {
    name: "program: registration",
    value: median(registrations),
    unit: "ms",
    note: `${times[0]?.resources ?? 0} resources under mocks, ${spread(registrations, "ms")}`,
  };
}

/** In a process of its own: modules are loaded once per process. */
async function runOnce(): Promise<ProgramTimes> {
  const child = join(__dirname, "program-child.ts");
  const { output } = await timeCommand(process.execPath, ["--import", "tsx", child]);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as ProgramTimes;
}
