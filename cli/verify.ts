import pc from "picocolors";
import { clusterAccess } from "../platform/cluster/index";
import { findTools } from "../platform/toolchain/index";
import { Findings, newCommand, runCommand } from "./command";
import { renderTable } from "./table";
import { lastTarget } from "./target";
import { checks } from "./verify/checks";
import type { Check, Mesh } from "./verify/checks";

/** What `verify --json` prints a list of. */
interface Verdict {
  readonly area: string;
  readonly name: string;
  readonly passed: boolean;
  readonly seen: string;
}

const command = newCommand(
  "npm run verify --",
  "Does the lab's checks on the running mesh. Exit code 1 when one fails.",
)
  .option("--json", "print JSON", false)
  .action(async ({ json }: { json: boolean }) => {
    const mesh = await reachMesh();
    const verdicts: Verdict[] = [];
    for (const check of checks) verdicts.push(await judge(check, mesh));
    if (json) console.log(JSON.stringify(verdicts, undefined, 2));
    else print(verdicts);
    const failed = verdicts.filter(({ passed }) => !passed).length;
    if (failed > 0)
      throw new Findings(
        json ? "" : `${failed} of ${verdicts.length} checks failed; npm run status shows the parts.`,
      );
  });

void runCommand(command);

async function reachMesh(): Promise<Mesh> {
  const { kubeconfig, context } = lastTarget();
  const { tools } = await findTools({ only: ["kubectl"] });
  const gateway = context === undefined ? clusterAccess().urls.gateway : undefined;
  return { client: { command: tools.path("kubectl"), kubeconfig }, gateway };
}

async function judge({ area, name, run }: Check, mesh: Mesh): Promise<Verdict> {
  try {
    return { area, name, passed: true, seen: await run(mesh) };
  } catch (error) {
    return { area, name, passed: false, seen: error instanceof Error ? error.message : String(error) };
  }
}

function print(verdicts: readonly Verdict[]): void {
  const rows = verdicts.map(({ area, name, passed, seen }) => [
    area,
    name,
    passed ? pc.green("✓") : pc.red("✗"),
    seen,
  ]);
  console.log(renderTable(["area", "check", "", "seen"], rows));
}
