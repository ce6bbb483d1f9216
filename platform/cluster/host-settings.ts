import { readFileSync, writeFileSync } from "node:fs";
import { readText, writeIfChanged } from "./files";
import { paths } from "./paths";

/** Kernel settings of the whole machine that a kubelet sets to its liking when it starts. */
const changedByKubelet = [
  "/proc/sys/kernel/keys/root_maxbytes",
  "/proc/sys/kernel/keys/root_maxkeys",
  "/proc/sys/kernel/panic",
  "/proc/sys/kernel/panic_on_oops",
  "/proc/sys/vm/overcommit_memory",
  "/proc/sys/vm/panic_on_oom",
];

/** Writes down the machine's own settings before the first kubelet since boot starts. */
export function rememberHostSettings(): void {
  const file = paths().hostSettings;
  if (readText(file) !== undefined) return;
  const values = changedByKubelet.map((setting) => [setting, readFileSync(setting, "utf8").trim()] as const);
  writeIfChanged(file, JSON.stringify(Object.fromEntries(values)));
}

/** Puts them back. */
export function restoreHostSettings(): void {
  const text = readText(paths().hostSettings);
  if (text === undefined) return;
  const values = JSON.parse(text) as Record<string, string>;
  for (const setting of changedByKubelet) {
    const value = values[setting];
    if (value !== undefined && readText(setting)?.trim() !== value) writeFileSync(setting, value);
  }
}
