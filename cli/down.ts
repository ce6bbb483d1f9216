import { existsSync } from "node:fs";
import pc from "picocolors";
import { stopCluster } from "../platform/cluster/index";
import { enginePaths, withEngineLock } from "../platform/engine/index";
import { newCommand, runCommand } from "./command";
import { step } from "./step";

const command = newCommand(
  "npm run down --",
  "Stops everything the platform runs on this machine and says what it kept.",
)
  .option("--purge", "forget the cluster's objects, the local AWS and Pulumi's state, too", false)
  .action(({ purge }: { purge: boolean }) => withEngineLock(say, () => down(purge)));

void runCommand(command);

async function down(purge: boolean): Promise<void> {
  const { kept } = await step(purge ? "Stopping and forgetting" : "Stopping", (report) =>
    stopCluster(report, { purge }),
  );
  const { backend } = enginePaths();
  const all = [...kept, ...(existsSync(backend) ? [`Pulumi's state: ${backend}`] : [])];
  if (all.length === 0) {
    say("Nothing is kept.");
    return;
  }
  say("Kept for the next `npm run up`:");
  for (const line of all) say(`  ${line}`);
  say(pc.dim("`npm run down -- --purge` forgets it."));
}

function say(line: string): void {
  console.log(line);
}
