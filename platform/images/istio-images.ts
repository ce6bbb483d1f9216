import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import type { Tools } from "../toolchain/index";
import { baseFiles, certificateAuthorities, program } from "./base-files";
import type { ImageFile, ImageSpec } from "./image";
import { sharedLibraries } from "./shared-libraries";

/** Repository prefix of Istio's images, `global.hub` in its charts. */
export const istioHub = "pattern-mesh.test/istio";

const proxyUser = "1337:1337";

/** istiod. */
export async function pilotImage(tools: Tools): Promise<ImageSpec> {
  const file = tools.path("pilot-discovery");
  const path = "/usr/local/bin/pilot-discovery";
  return {
    repository: `${istioHub}/pilot`,
    layers: [
      [...baseFiles(), certificateAuthorities(), program(path, file), ...(await sharedLibraries([file]))],
    ],
    user: proxyUser,
    entrypoint: [path],
  };
}

/** The sidecar, the gateway and the init container that redirects a pod's traffic. */
export async function proxyImage(tools: Tools): Promise<ImageSpec> {
  const agent = tools.path("pilot-agent");
  const envoy = tools.path("envoy");
  const ip = tools.path("ip");
  const xtables = tools.path("xtables-nft-multi");
  const extensions = xtablesExtensions();
  const hostPrograms = [agent, envoy, ip, xtables, ...extensions];
  return {
    repository: `${istioHub}/proxyv2`,
    layers: [
      [
        ...baseFiles(),
        certificateAuthorities(),
        ...(await sharedLibraries(hostPrograms)),
        program("/usr/sbin/ip", ip),
        program("/usr/sbin/xtables-nft-multi", xtables),
        ...iptablesNames(),
        ...extensions.map((file) => program(file, file)),
        program("/usr/local/bin/envoy", envoy),
      ],
      [
        program("/usr/local/bin/pilot-agent", agent),
        {
          path: "/var/lib/istio/envoy/envoy_bootstrap_tmpl.json",
          mode: 0o644,
          content: { file: tools.envoyBootstrap },
        },
      ],
    ],
    user: proxyUser,
    entrypoint: ["/usr/local/bin/pilot-agent"],
  };
}

/**
 * Every name under which the agent may call iptables. Only the nf_tables variant is there, so the agent, which
 * prefers a variant that already has rules, cannot pick another.
 */
function iptablesNames(): readonly ImageFile[] {
  const names = ["iptables", "ip6tables"].flatMap((family) =>
    [family, `${family}-nft`].flatMap((name) => [name, `${name}-save`, `${name}-restore`]),
  );
  return names.map((name) => ({
    path: `/usr/sbin/${name}`,
    mode: 0o777,
    content: { link: "xtables-nft-multi" },
  }));
}

const architecture = process.arch === "x64" ? "x86_64" : "aarch64";

const extensionFolders = [
  `/usr/lib/${architecture}-linux-gnu/xtables`,
  "/usr/lib64/xtables",
  "/usr/lib/xtables",
];

/** The matches and targets of iptables; it loads them from the folder it was built for. */
function xtablesExtensions(): readonly string[] {
  const folder = extensionFolders.find((path) => existsSync(path));
  if (folder === undefined) {
    throw new PlatformFailure({
      problem: "The extensions of iptables are not installed",
      details: extensionFolders.map((path) => `${path} does not exist`),
      next: "Reinstall iptables (Debian: apt-get install --reinstall iptables).",
    });
  }
  return readdirSync(folder)
    .filter((name) => name.endsWith(".so"))
    .map((name) => join(folder, name));
}
