import { readFileSync } from "node:fs";
import { run } from "./command";

/** @returns the mount points in /proc/PID/mountinfo, oldest first. */
export function mountPoints(mountinfo: string): readonly string[] {
  return mountinfo
    .split("\n")
    .map((line) => line.split(" ")[4])
    .filter((path) => path !== undefined)
    .map(unescapePath);
}

/** Spaces and the like are written as octal numbers. */
function unescapePath(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

/** @returns the mount points at or below some folders, in an order that can be unmounted. */
export function mountsWithin(mountinfo: string, folders: readonly string[]): readonly string[] {
  return mountPoints(mountinfo)
    .filter((path) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`)))
    .reverse();
}

/** Unmounts everything at or below some folders of ours; what is still in use goes when its last user ends. */
export async function unmountWithin(folders: readonly string[]): Promise<void> {
  const within = () => mountsWithin(readFileSync("/proc/self/mountinfo", "utf8"), folders);
  if (within().length > 0) await run("umount", [...within()]);
  if (within().length > 0) await run("umount", ["--lazy", ...within()]);
}
