import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";
import type { Identity } from "../contracts/index";

export type Log = Logger;

/**
 * Writes JSON lines that name the service. Log chosen facts, never headers or bodies: they may hold secrets.
 *
 * @param to where the lines go; standard output by default.
 */
export function createLog(identity: Identity, level: string, to?: DestinationStream): Log {
  const options = {
    level,
    base: identity,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return to === undefined ? pino(options) : pino(options, to);
}
