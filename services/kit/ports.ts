import type { Identity } from "../contracts/index";

/** What routes need from outside beside their store, so that tests can fix it. */
export interface Ports {
  readonly identity: Identity;
  readonly clock: () => Date;
  /** Makes a new unique id. */
  readonly newId: () => string;
}
