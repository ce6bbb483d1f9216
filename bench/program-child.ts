/** Runs the program of dev under mocks and prints how long its parts took. A process of its own: imports count once. */
import { performance } from "node:perf_hooks";

async function main(): Promise<void> {
  const begin = performance.now();
  await import("../components/index.js");
  await import("../stacks/settings.js");
  const imported = performance.now();
  const { recordProgram } = await import("../tests/recorder.js");
  const ready = performance.now();
  const { resources } = await recordProgram("dev");
  const registered = performance.now();
  console.log(
    JSON.stringify({
      importMs: imported - begin,
      registerMs: registered - ready,
      resources: resources.length,
    }),
  );
}

void main();
