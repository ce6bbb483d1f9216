import { PlatformFailure } from "../failure";
import type { Report } from "../failure";
import { findShortages } from "./disk-space";
import { formatDuration } from "./progress";
import type { Source } from "./source";
import type { MissingTool } from "./tools";

/**
 * Installs the sources of missing tools, one after the other: a Go build already uses every core.
 *
 * @throws PlatformFailure before anything is changed when the machine lacks something, naming all of it.
 */
export async function installMissing(
  sources: readonly Source[],
  missing: readonly MissingTool[],
  report: Report,
): Promise<void> {
  const plan = planOf(sources, missing);
  await requirePrerequisites(plan);
  await requireSpace(plan);
  const minutes = plan.reduce((sum, step) => sum + step.source.minutes, 0);
  report(`to install: ${names(plan)}; about ${roughly(minutes)} on two cores when nothing is cached`);
  const started = Date.now();
  for (const [index, { source, tools }] of plan.entries()) {
    const rest = plan.slice(index + 1);
    const then = rest.length === 0 ? "the last one" : `then ${names(rest)}`;
    report(`${index + 1}/${plan.length} ${source.origin}: about ${roughly(source.minutes)}; ${then}`);
    await source.install(tools, report);
  }
  report(`tools installed in ${formatDuration(Date.now() - started)}`);
}

interface Step {
  readonly source: Source;
  readonly tools: readonly MissingTool["tool"][];
}

function planOf(sources: readonly Source[], missing: readonly MissingTool[]): readonly Step[] {
  return sources
    .map((source) => ({
      source,
      tools: missing.map(({ tool }) => tool).filter((tool) => source.tools.includes(tool)),
    }))
    .filter(({ tools }) => tools.length > 0);
}

async function requirePrerequisites(plan: readonly Step[]): Promise<void> {
  const lacks = (await Promise.all(plan.map(({ source, tools }) => source.lacks(tools)))).flat();
  if (lacks.length === 0) return;
  throw new PlatformFailure({
    problem: "The tools of the platform cannot be installed on this machine as it is",
    details: unique(lacks.map(({ fault }) => fault)),
    next: unique(lacks.map(({ next }) => next)).join(" "),
  });
}

async function requireSpace(plan: readonly Step[]): Promise<void> {
  const needs = (await Promise.all(plan.map(({ source }) => source.space()))).flat();
  const shortages = await findShortages(needs);
  if (shortages.length === 0) return;
  throw new PlatformFailure({
    problem: "There is not enough room on the disk to install the tools",
    details: shortages.map(
      ({ directories, needed, free }) =>
        `${directories.join(", ")}: ${needed.toFixed(1)} GB needed, ${free.toFixed(1)} GB free`,
    ),
    next: "Free some space, or set PATTERN_MESH_CACHE_DIR, GOCACHE and GOMODCACHE to folders on a larger disk.",
  });
}

function names(plan: readonly Step[]): string {
  return plan.map(({ source }) => source.name).join(", ");
}

function roughly(minutes: number): string {
  return minutes < 1 ? `${Math.round(minutes * 60)} s` : `${Math.round(minutes)} min`;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
