import { appendFileSync, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderNames, isOneOf, readText } from "./files";

/** Every pod of ours runs below the cgroup of this name, so that what runs there is ours and nothing else is. */
export const cgroupName = "pattern-mesh";

/** How a machine's cgroups are mounted. */
export interface CgroupLayout {
  readonly version: 1 | 2;
  /** The mount points whose hierarchies hold our cgroup. */
  readonly mounts: readonly string[];
  /** Controllers a kubelet needs but the machine does not offer. */
  readonly missing: readonly string[];
}

const needed = ["cpu", "cpuset", "memory", "pids"];

/** Reads the layout from /proc/self/mountinfo. A machine with both versions (hybrid) counts as version 1. */
export function parseLayout(mountinfo: string, unifiedControllers: string): CgroupLayout {
  const mounts = mountinfo.split("\n").flatMap((line) => {
    const [before, after] = line.split(" - ");
    const path = before?.split(" ")[4];
    const [type, , options] = after?.split(" ") ?? [];
    return path === undefined || type === undefined
      ? []
      : [{ path, type, options: options?.split(",") ?? [] }];
  });
  const legacy = mounts.filter(({ type }) => type === "cgroup");
  const unified = mounts.filter(({ type }) => type === "cgroup2");
  const version = legacy.some(({ options }) => options.includes("memory")) ? 1 : 2;
  const offered =
    version === 1 ? legacy.flatMap(({ options }) => options) : unifiedControllers.trim().split(/\s+/);
  return {
    version,
    mounts: [...legacy, ...unified].map(({ path }) => path),
    missing: needed.filter((controller) => !offered.includes(controller)),
  };
}

export function currentLayout(): CgroupLayout {
  const root = "/sys/fs/cgroup/cgroup.controllers";
  return parseLayout(
    readFileSync("/proc/self/mountinfo", "utf8"),
    existsSync(root) ? readFileSync(root, "utf8") : "",
  );
}

/** Makes our cgroup in every hierarchy; the kubelet wants to find it there. */
export function ensureCgroups(): void {
  const { version, mounts } = currentLayout();
  for (const mount of mounts) {
    const folder = join(mount, cgroupName);
    mkdirSync(folder, { recursive: true });
    if (version === 2) {
      const all = needed.map((controller) => `+${controller}`).join(" ");
      for (const parent of [mount, folder]) appendFileSync(join(parent, "cgroup.subtree_control"), all);
    }
    // A new version 1 cpuset holds no processors, and nothing can run in it.
    for (const name of ["cpuset.cpus", "cpuset.mems"]) {
      const file = join(folder, name);
      if (version === 1 && existsSync(file)) writeFileSync(file, readFileSync(join(mount, name)));
    }
  }
}

/** @returns every process in our cgroups: the pods. */
export function podProcesses(): readonly number[] {
  const pids = ourFolders().flatMap((folder) => readText(join(folder, "cgroup.procs"))?.split("\n") ?? []);
  return [...new Set(pids.filter((pid) => pid !== "").map(Number))];
}

/** Removes our cgroups. Those that still hold a process stay. */
export function removeCgroups(): void {
  for (const folder of ourFolders()) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (!isOneOf(error, "EBUSY", "ENOENT")) throw error;
    }
  }
}

/** Our cgroup folders in every hierarchy, children first. They come and go with their pods. */
function ourFolders(): readonly string[] {
  const below = (folder: string): string[] => [
    ...folderNames(folder).flatMap((name) => below(join(folder, name))),
    folder,
  ];
  return currentLayout()
    .mounts.map((mount) => join(mount, cgroupName))
    .filter((folder) => existsSync(folder))
    .flatMap(below);
}
