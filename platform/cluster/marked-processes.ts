import { readlinkSync } from "node:fs";
import { allPids, readEnvironment, readProcess } from "./process-table";
import type { ProcessEntry } from "./process-table";

/**
 * Every daemon carries its name in its environment, and so does what it starts. A pid file can be missing (the
 * starter was killed just after the fork) or stale (the pid was used again); what a process was born with cannot.
 */
const component = "PATTERN_MESH_COMPONENT";
const owner = "PATTERN_MESH_OWNER";
const fingerprint = "PATTERN_MESH_FINGERPRINT";

/** A process of the platform. */
export interface MarkedProcess extends ProcessEntry {
  readonly component: string;
  /** The state folder it works on. */
  readonly owner: string;
  /** Of the command line and configuration it was started with. */
  readonly fingerprint: string;
  /** The daemon itself, not something it started. */
  readonly isMain: boolean;
}

/** Variables to start a daemon with. */
export function mark(name: string, stateDir: string, startedWith: string): Record<string, string> {
  return { [component]: name, [owner]: stateDir, [fingerprint]: startedWith };
}

/** Every process of the platform on this machine, whichever run started it. Takes about 10 ms. */
export function markedProcesses(): readonly MarkedProcess[] {
  return allPids().flatMap((pid) => {
    const environment = readEnvironment(pid);
    const name = environment.get(component);
    const entry = name === undefined ? undefined : readProcess(pid);
    if (name === undefined || entry === undefined) return [];
    return [
      {
        ...entry,
        component: name,
        owner: environment.get(owner) ?? "",
        fingerprint: environment.get(fingerprint) ?? "",
        isMain: entry.pid === entry.session,
      },
    ];
  });
}

/** The daemon of a component, when it runs. */
export function mainProcess(name: string): MarkedProcess | undefined {
  return markedProcesses().find((entry) => entry.component === name && entry.isMain);
}

/** @returns the identity of a process's network namespace, undefined when it is gone. */
export function networkNamespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}
