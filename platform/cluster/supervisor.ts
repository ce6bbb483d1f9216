import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "../failure";
import { PlatformFailure } from "../failure";
import { stateDir } from "../locations";
import { insideNamespace } from "./command";
import type { CommandLine, Component } from "./component";
import { writeIfChanged } from "./files";
import { lastLines, logFile, openLog } from "./logs";
import { mainProcess, mark, markedProcesses, networkNamespaceOf } from "./marked-processes";
import type { MarkedProcess } from "./marked-processes";
import { endProcesses } from "./ending";
import { currentNamespace } from "./network";
import { isSame } from "./process-table";
import { systemPath } from "./system-path";

const pollMillis = 100;

/** A daemon that is up but does not answer gets this long before it is started anew. */
const patienceSeconds = 5;

/**
 * Leaves a healthy daemon alone, and starts one that is not there, does not answer, was started with other
 * settings, or sits in a network namespace that is gone.
 *
 * @throws PlatformFailure with the end of its log when it does not become healthy in time.
 */
export async function ensureRunning(
  component: Component,
  commandLine: CommandLine,
  report: Report,
): Promise<void> {
  for (const [file, text] of Object.entries(commandLine.files ?? {})) writeIfChanged(file, text);
  const wanted = fingerprintOf(commandLine);
  const running = mainProcess(component.name);
  if (running !== undefined && running.fingerprint === wanted && isPlaced(component, running)) {
    const fault = await becomesHealthy(component, running, patienceSeconds);
    if (fault === undefined) return;
    report(`${component.name} is up but ${fault}; starting it anew`);
  }
  // Not what it started: the shims of containerd hold the pods.
  if (running !== undefined) await endProcesses(() => [running].filter(isSame), component.stopSeconds);
  await start(component, commandLine, wanted, report);
}

async function start(component: Component, line: CommandLine, fingerprint: string, report: Report) {
  const begin = Date.now();
  const { command, args } = component.inNamespace ? insideNamespace(line.command, line.args) : line;
  const log = openLog(component.name);
  const child = spawn(command, args, {
    cwd: "/",
    // Its own session: a signal to the starter's process group must not reach it.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: { ...baseEnvironment(), ...line.env, ...mark(component.name, stateDir(), fingerprint) },
  });
  log.close();
  child.unref();
  let end: string | undefined;
  child.once("error", (error) => (end = error.message));
  child.once("exit", (code, name) => (end = `it ended with ${name ?? `exit code ${code ?? "unknown"}`}`));
  const seconds = component.startSeconds ?? 60;
  const fault = await becomesHealthy(component, { ended: () => end }, seconds);
  if (fault !== undefined) throw startFailure(component.name, fault);
  report(`${component.name} is up (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
}

/** @returns why it is not healthy at the end of the time, or as soon as it has ended. */
async function becomesHealthy(
  component: Component,
  subject: MarkedProcess | { ended: () => string | undefined },
  seconds: number,
): Promise<string | undefined> {
  const ended = () => {
    if ("ended" in subject) return subject.ended();
    return isSame(subject) ? undefined : "it ended";
  };
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const fault = ended() ?? (await component.probe());
    const end = ended();
    if (end !== undefined) return end;
    if (fault === undefined || Date.now() > deadline) return fault;
    await sleep(pollMillis);
  }
}

/** Ends every process of some components, and what those started. */
export async function stopComponents(components: readonly Component[]): Promise<void> {
  await Promise.all(
    components.map(({ name, stopSeconds }) =>
      endProcesses(() => markedProcesses().filter((entry) => entry.component === name), stopSeconds),
    ),
  );
}

function isPlaced(component: Component, running: MarkedProcess): boolean {
  return !component.inNamespace || networkNamespaceOf(running.pid) === currentNamespace();
}

/** @returns a digest of everything a daemon is started with. */
export function fingerprintOf({ command, args, env = {}, files = {} }: CommandLine): string {
  return createHash("sha256")
    .update(JSON.stringify([command, args, env, files]))
    .digest("hex")
    .slice(0, 16);
}

/** Nothing of the caller's environment reaches a daemon: no proxy, no credentials. */
function baseEnvironment(): Record<string, string> {
  return { PATH: systemPath(), HOME: stateDir(), LANG: "C.UTF-8" };
}

function startFailure(name: string, fault: string): PlatformFailure {
  return new PlatformFailure({
    problem: `${name} did not become healthy: ${fault}`,
    details: [`log: ${logFile(name)}`, ...lastLines(name, 8)],
    next: "Run `npm run up` again; if it fails the same way, `npm run down` first.",
  });
}
