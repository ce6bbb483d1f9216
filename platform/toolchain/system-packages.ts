import { PlatformFailure } from "../failure";
import { runClient } from "./client";
import type { RunClient } from "./client";
import { causeOf, clientFailure } from "./client-failure";
import { findOnPath } from "./path";
import { timed } from "./progress";
import type { Lack, Source } from "./source";
import type { ToolName } from "./tools";

/** The Debian package of each program of the operating system. */
const packageOf: Partial<Record<ToolName, string>> = {
  containerd: "containerd",
  "containerd-shim-runc-v2": "containerd",
  ctr: "containerd",
  runc: "runc",
  "cni-plugins": "containernetworking-plugins",
  nft: "nftables",
  iptables: "iptables",
  "xtables-nft-multi": "iptables",
  ip: "iproute2",
  socat: "socat",
  catatonit: "catatonit",
  curl: "curl",
};

/** @returns the Debian packages that supply some tools, sorted. */
export function debianPackages(tools: readonly ToolName[]): readonly string[] {
  const packages = tools.map((tool) => packageOf[tool]).filter((name) => name !== undefined);
  return [...new Set(packages)].sort();
}

/** Programs of the operating system: whatever is installed, else Debian's packages. */
export function systemPackages(
  run: RunClient = runClient,
  isRoot: () => boolean = () => process.getuid?.() === 0,
  hasApt: () => boolean = () => findOnPath("apt-get") !== undefined,
): Source {
  const aptInstall = ["install", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];

  async function apt(args: readonly string[], what: string): Promise<void> {
    const result = await run("apt-get", args, { env: { DEBIAN_FRONTEND: "noninteractive" } });
    if (result.exitCode === 0) return;
    throw clientFailure({ client: "apt-get", what, command: `apt-get ${args.join(" ")}` }, result);
  }

  return {
    name: "system packages",
    origin: "Debian packages",
    tools: Object.keys(packageOf) as ToolName[],
    minutes: 0.5,
    lacks: (missing) => Promise.resolve(findLacks(missing, isRoot(), hasApt())),
    space: () => Promise.resolve([{ directory: "/usr", gigabytes: 0.4 }]),
    install: async (missing, report) => {
      const packages = debianPackages(missing);
      const what = `Debian packages ${packages.join(", ")}`;
      await timed(report, what, async (detail) => {
        detail("reading package lists");
        await updateLists(run);
        detail("installing");
        await apt([...aptInstall, ...packages], what);
      });
    },
  };
}

/** Old lists may still do, so only a full disk stops here; what cannot be fetched shows at the installation. */
async function updateLists(run: RunClient): Promise<void> {
  const { exitCode, output } = await run("apt-get", ["update"]);
  if (exitCode === 0 || causeOf(output) !== "disk full") return;
  throw new PlatformFailure({
    problem: "The disk filled up while reading the lists of Debian packages",
    next: "Free some space, then run the same command again.",
  });
}

function findLacks(missing: readonly ToolName[], isRoot: boolean, hasApt: boolean): readonly Lack[] {
  const packages = debianPackages(missing).join(" ");
  if (!hasApt) {
    return [
      {
        fault: `not installed: ${missing.join(", ")}; and there is no apt-get to install them with`,
        next: `Install them with this system's package manager (Debian calls the packages ${packages}).`,
      },
    ];
  }
  if (isRoot) return [];
  return [
    {
      fault: `not installed: ${missing.join(", ")}; installing them needs root`,
      next: `Run: sudo apt-get install --no-install-recommends ${packages}`,
    },
  ];
}
