import { realpathSync } from "node:fs";
import type { Tools } from "../toolchain/index";
import { baseFiles, certificateAuthorities, program } from "./base-files";
import { bundleServices } from "./bundle";
import type { ImageSpec, Layer } from "./image";
import { sharedLibraries } from "./shared-libraries";

const appUser = "1000:1000";

/** Programs for people who look around in the load-tester, beside curl. */
const shellPrograms = ["sh", "cat", "env", "head", "ls", "seq", "sleep"];

/** The images that share the Node layer: every service, and the load-tester. */
export async function nodeImages(tools: Tools, servicesDir: string): Promise<ReadonlyMap<string, ImageSpec>> {
  const [base, bundles, tester] = await Promise.all([
    nodeLayer(),
    bundleServices(servicesDir),
    testerLayer(tools),
  ]);
  const images = new Map<string, ImageSpec>();
  for (const [name, text] of bundles) {
    images.set(name, {
      repository: `pattern-mesh.test/${name}`,
      layers: [base, [{ path: "/app/main.js", mode: 0o644, content: { text } }]],
      user: appUser,
      entrypoint: ["/usr/bin/node", "/app/main.js"],
      env: { NODE_ENV: "production" },
    });
  }
  images.set("load-tester", {
    repository: "pattern-mesh.test/load-tester",
    layers: [base, tester],
    user: appUser,
    entrypoint: ["/usr/bin/catatonit", "-P"],
  });
  return images;
}

/** The Node that runs this program, so that services run on the version they were tested with. */
async function nodeLayer(): Promise<Layer> {
  const node = realpathSync(process.execPath);
  return [
    ...baseFiles(),
    certificateAuthorities(),
    program("/usr/bin/node", node),
    ...(await sharedLibraries([node])),
  ];
}

async function testerLayer(tools: Tools): Promise<Layer> {
  const curl = tools.path("curl");
  const init = tools.path("catatonit");
  const shell = shellPrograms.map((name) => ({ name, file: realpathSync(`/bin/${name}`) }));
  return [
    program("/usr/bin/curl", curl),
    program("/usr/bin/catatonit", init),
    ...shell.map(({ name, file }) => program(`/bin/${name}`, file)),
    ...(await sharedLibraries([curl, init, ...shell.map(({ file }) => file)])),
  ];
}
