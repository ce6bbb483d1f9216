import type { Report } from "../failure";
import type { Tools } from "../toolchain/index";

/** An image on disk, ready for `ctr -n k8s.io images import <archive>`. */
export interface LocalImage {
  /** Full reference, `pattern-mesh.test/<name>:<12 hex of its content>`: same reference, same content. */
  readonly reference: string;
  /** OCI archive holding it. Several images share one archive: import each distinct path once. */
  readonly archive: string;
}

/** All images of the embedded platform. */
export interface Images {
  readonly list: readonly LocalImage[];
  /** Reference by service name: one for each folder of `services/` with a `main.ts`, plus `load-tester`. User 1000. */
  readonly services: Readonly<Record<string, string>>;
  /** Values for Istio's charts: `global.hub` and `global.tag`; images `pilot` and `proxyv2`, user 1337. */
  readonly istio: { readonly hub: string; readonly tag: string };
  /** Entry point `/usr/bin/coredns`, user 65532: let it listen on a port above 1023. */
  readonly coredns: string;
  /** The sandbox image of containerd. */
  readonly pause: string;
}

/**
 * Makes what changed since the last call (nothing changed: under two seconds) and prunes archives no longer needed.
 *
 * @param report receives a line per archive written.
 * @throws PlatformFailure when a service does not bundle, or the disk is full.
 */
export function buildImages(tools: Tools, report: Report): Promise<Images> {
  report(`images from ${tools.path("catatonit")}`);
  return Promise.reject(new Error("not built yet"));
}
