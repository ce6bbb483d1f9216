import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isOneOf } from "./files";

const marker = "# pattern-mesh";
const hostsFile = "/etc/hosts";

/** @returns the text of a hosts file with exactly one line of ours, naming the host. */
export function withHost(text: string, host: string): string {
  const rest = withoutHost(text);
  const ending = rest === "" || rest.endsWith("\n") ? "" : "\n";
  return `${rest}${ending}127.0.0.1 ${host} ${marker}\n`;
}

/** @returns the text without our line; everything else as it was. */
export function withoutHost(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.endsWith(` ${marker}`))
    .join("\n");
}

/** Makes a name lead to the host's loopback. */
export function addHost(host: string): void {
  edit((text) => withHost(text, host));
}

export function removeHost(): void {
  edit(withoutHost);
}

function edit(change: (text: string) => string): void {
  const before = readFileSync(hostsFile, "utf8");
  const after = change(before);
  if (after === before) return;
  const draft = `${hostsFile}.pattern-mesh`;
  try {
    writeFileSync(draft, after, { mode: statSync(hostsFile).mode });
    renameSync(draft, hostsFile);
  } catch (error) {
    // In a container the file is a mount, which cannot be replaced, only written.
    rmSync(draft, { force: true });
    if (!isOneOf(error, "EBUSY")) throw error;
    writeFileSync(hostsFile, after);
  }
}
