import { Listr, PRESET_TIMER } from "listr2";
import type { Report } from "../platform/failure";

/**
 * Does one part of a long command and shows how far it is: live on a terminal, a line per event elsewhere.
 *
 * @param work receives where to report its lines.
 * @returns what the work returned; its failure passes through.
 */
export async function step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
  const results: T[] = [];
  const list = new Listr(
    [
      {
        title,
        task: async (_: unknown, task: { output: string }) => {
          results.push(await work((line) => (task.output = line)));
        },
        rendererOptions: { outputBar: 4 },
      },
    ],
    {
      rendererOptions: { showErrorMessage: false, timer: PRESET_TIMER },
      fallbackRenderer: "simple",
      fallbackRendererOptions: { timer: PRESET_TIMER },
      fallbackRendererCondition: () => !process.stdout.isTTY,
    },
  );
  await list.run();
  const [result] = results;
  return result as T;
}
