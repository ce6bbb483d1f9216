import * as z from "zod";
import { identity } from "./common";

/** POST /faults: how the service misbehaves from now on. What is left out misbehaves no more. */
export const faultSettings = z.strictObject({
  /** So many of the next requests fail. */
  failNext: z.int().min(0).max(1_000_000).default(0),
  /** Status of the failures. */
  failStatus: z.int().min(400).max(599).default(503),
  /** Every request waits so long first, in milliseconds. */
  delayMs: z.int().min(0).max(60_000).default(0),
});
export type FaultSettings = z.infer<typeof faultSettings>;

/** Every answer of /faults: what is still to come. */
export const faultsAnswer = identity.extend(faultSettings.shape);
export type FaultsAnswer = z.infer<typeof faultsAnswer>;
