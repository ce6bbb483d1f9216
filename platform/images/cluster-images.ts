import type { Tools } from "../toolchain/index";
import { baseFiles, program } from "./base-files";
import type { ImageSpec } from "./image";
import { sharedLibraries } from "./shared-libraries";

/** Holds a pod's namespaces and reaps its orphans. */
export async function pauseImage(tools: Tools): Promise<ImageSpec> {
  const file = tools.path("catatonit");
  return {
    repository: "pattern-mesh.test/pause",
    layers: [[program("/usr/bin/catatonit", file), ...(await sharedLibraries([file]))]],
    user: "65535:65535",
    entrypoint: ["/usr/bin/catatonit", "-P"],
  };
}

/** The cluster's name server. */
export async function corednsImage(tools: Tools): Promise<ImageSpec> {
  const file = tools.path("coredns");
  return {
    repository: "pattern-mesh.test/coredns",
    layers: [[...baseFiles(), program("/usr/bin/coredns", file), ...(await sharedLibraries([file]))]],
    user: "65532:65532",
    entrypoint: ["/usr/bin/coredns"],
  };
}
