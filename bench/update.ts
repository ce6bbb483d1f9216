import { mustShow, timeNpm } from "./command";
import { median } from "./measurement";
import type { Measurement } from "./measurement";
import { peakMemory, platformMemory } from "./memory";

/** Times `up` from nothing, from a stopped platform, without a change, and with one; the platform runs afterwards. */
export async function measureUpdates(report: (line: string) => void): Promise<readonly Measurement[]> {
  report("first up, on an empty state");
  let first = 0;
  const peak = await peakMemory(async () => {
    first = mustShow(await timeNpm("up"), /\d+ created/).seconds;
  });
  const steady = platformMemory();

  report("up after down");
  await timeNpm("down");
  const again = mustShow(await timeNpm("up"), /\d+ unchanged/).seconds;

  report("up without a change");
  const unchanged: number[] = [];
  for (let run = 0; run < 3; run++) unchanged.push(mustShow(await timeNpm("up"), /\d+ unchanged/).seconds);

  report("up with one field changed");
  const changed: number[] = [];
  for (const weight of ["20", "10", "20"]) {
    const run = await timeNpm("up", "--", "--config", `canaryWeight=${weight}`);
    changed.push(mustShow(run, /\d+ updated/).seconds);
  }

  return [
    {
      name: "up from nothing, tools cached",
      value: first,
      unit: "s",
      target: 90,
      note: "until every pod is ready",
    },
    { name: "up after down", value: again, unit: "s", target: 90, note: "until every pod is ready" },
    { name: "up without a change", value: median(unchanged), unit: "s", target: 15, note: "median of 3" },
    {
      name: "up with the canary's weight changed",
      value: median(changed),
      unit: "s",
      target: 20,
      note: "median of 3",
    },
    {
      name: "peak memory of the platform",
      value: peak,
      unit: "MiB",
      target: 4096,
      note: "sum of PSS, each second",
    },
    {
      name: "steady memory of the platform",
      value: steady,
      unit: "MiB",
      note: "sum of PSS after the first up",
    },
  ];
}
