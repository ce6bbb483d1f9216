import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "../platform/failure";
import { buildImages } from "../platform/images/index";
import { ensureTools } from "../platform/toolchain/index";
import { mustBeUnchanged, mustShow, timeNpm } from "./command";
import { median, spread } from "./measurement";
import type { Measurement } from "./measurement";
import { memoryNow, watchMemory } from "./memory";
import type { MemoryPeak } from "./memory";

/** Times `up` from nothing, from a stopped platform, without a change, and with one; the platform runs afterwards. */
export async function* measureUpdates(report: Report): AsyncGenerator<Measurement> {
  report("  tools and images, in advance");
  await buildImages(await ensureTools(report), report);

  const first = await watchedUp();
  mustShow(first, /\d+ created/);
  yield up("up from nothing, tools and images cached", first.seconds, 90, "until every pod is ready");
  yield await steadyMemory();

  await timeNpm("down");
  const again = await watchedUp();
  mustBeUnchanged(again);
  yield up("up after down", again.seconds, 90, "state kept, until every pod is ready");
  yield* peaks([first.peak, again.peak]);

  const unchanged: number[] = [];
  for (let count = 0; count < 3; count++) unchanged.push(mustBeUnchanged(await timeNpm("up")).seconds);
  yield up("up without a change", median(unchanged), 15, spread(unchanged, "s"));

  const changed: number[] = [];
  // There and back, so that the stack ends as its file says.
  for (const change of [["--config", "canaryWeight=20"], [], ["--config", "canaryWeight=20"], []]) {
    changed.push(mustShow(await timeNpm("up", change), /\d+ updated/).seconds);
  }
  yield up("up with the canary's weight changed", median(changed), 20, spread(changed, "s"));
}

async function watchedUp(): Promise<{ seconds: number; output: string; peak: MemoryPeak }> {
  let timed = { seconds: 0, output: "" };
  const peak = await watchMemory(async () => {
    timed = await timeNpm("up");
  });
  return { ...timed, peak };
}

function up(name: string, value: number, target: number, note: string): Measurement {
  return { name, value, unit: "s", target, note };
}

function* peaks(seen: readonly MemoryPeak[]): Generator<Measurement> {
  const looking = (Math.max(...seen.map(({ share }) => share)) * 100).toFixed(0);
  yield {
    name: "peak memory of the platform",
    value: Math.max(...seen.map(({ platform }) => platform)),
    unit: "MiB",
    target: 4096,
    note: `daemons and pods in both ups above, each second; looking took ${looking} % of the time`,
  };
  yield {
    name: "peak memory with the command",
    value: Math.max(...seen.map(({ withCommand }) => withCommand)),
    unit: "MiB",
    note: "npm, Pulumi, its plugins and the program as well",
  };
}

async function steadyMemory(): Promise<Measurement> {
  const samples: number[] = [];
  for (let count = 0; count < 10; count++) {
    await sleep(1000);
    samples.push(memoryNow().platform);
  }
  const note = `${spread(samples, "MiB")}, after the first up`;
  return { name: "steady memory of the platform", value: median(samples), unit: "MiB", target: 4096, note };
}
