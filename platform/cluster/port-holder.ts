import { readlinkSync } from "node:fs";
import { names, readText } from "./files";
import { allPids, readProcess } from "./process-table";

/** Who listens on a port of this machine. */
export interface Listener {
  /** Undefined when no process shows the socket: another user's, or one in a container. */
  readonly pid: number | undefined;
  /** For people: `process 4711 (node server.js)`. */
  readonly description: string;
}

/** @returns everyone who listens on a port on an address that 127.0.0.1 leads to. */
export function findListeners(port: number): readonly Listener[] {
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    listeningInodes(readText(file) ?? "", port),
  );
  if (inodes.length === 0) return [];
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const holders = allPids().filter((pid) => openFiles(pid).some((file) => sockets.has(file)));
  if (holders.length === 0)
    return [{ pid: undefined, description: "a process that cannot be seen from here" }];
  return holders.map((pid) => ({
    pid,
    description: `process ${pid} (${shorten(readProcess(pid)?.command)})`,
  }));
}

/** 127.0.0.1, 0.0.0.0, ::1 is another, ::, and ::ffff:127.0.0.1, as the kernel writes them. */
const reachable = new Set([
  "0100007F",
  "00000000",
  "00000000000000000000000000000000",
  "0000000000000000FFFF00000100007F",
]);

/** @returns the inodes of sockets in state LISTEN (0A) on a port, from a table as in /proc/net/tcp. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, local, , state, , , , , , inode]) => {
      const [address, hexPort] = local?.split(":") ?? [];
      const listens = state === "0A" && hexPort === wanted && address !== undefined && reachable.has(address);
      return listens && inode !== undefined ? [inode] : [];
    });
}

function openFiles(pid: number): readonly string[] {
  return names(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${name}`)];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

function shorten(command = "unknown"): string {
  return command.length > 60 ? `${command.slice(0, 59)}…` : command;
}
