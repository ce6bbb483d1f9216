import type { Report } from "../failure";
import type { SpaceNeed } from "./disk-space";
import type { ToolName } from "./tools";

/** Something this machine needs before a source can be installed. */
export interface Lack {
  /** `Go is not installed; 1.26.0 or newer is wanted`. */
  readonly fault: string;
  /** What to do about it. */
  readonly next: string;
}

/** A pinned package that supplies tools, and the last of the ways to get them. */
export interface Source {
  /** Short, for progress: `kubernetes`. */
  readonly name: string;
  /** For people: `Go module k8s.io/kubernetes v1.36.3`. */
  readonly origin: string;
  readonly tools: readonly ToolName[];
  /** Expected minutes on two cores when nothing is cached. */
  readonly minutes: number;
  /** Looked at before anything is installed, so that all of it is told at once. */
  lacks(missing: readonly ToolName[]): Promise<readonly Lack[]>;
  /** Room it takes while being installed. */
  space(): Promise<readonly SpaceNeed[]>;
  /** @throws PlatformFailure with the client's last words. */
  install(missing: readonly ToolName[], report: Report): Promise<void>;
}

/** A source whose tools are kept in the cache, by version. */
export interface CachedSource extends Source {
  /** The cache entry of the pinned version; its programs are in `bin/`. */
  readonly directory: string;
}
