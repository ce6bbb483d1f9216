import Table from "cli-table3";
import pc from "picocolors";

/** @returns a table for people: one line per row, colour only where the terminal shows it. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const table = new Table({
    head: head.map((title) => pc.bold(title)),
    // picocolors knows whether this is a terminal; the library's own colours do not.
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
