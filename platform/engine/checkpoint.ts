/** The part of the file backend's checkpoint of a stack that matters before the engine reads it. */
export interface Checkpoint {
  /** Operations of which nobody knows how they ended: their engine was killed. */
  readonly pendingOperations: number;
  /** Resources in the state; none after a destroy. */
  readonly resources: number;
  /** Of the secrets in the state; without it in the configuration the engine would invent another one. */
  readonly salt: string | undefined;
}

/** @param text of the file; undefined for a stack that has not been made yet. */
export function readCheckpoint(text: string | undefined): Checkpoint {
  if (text === undefined) return { pendingOperations: 0, resources: 0, salt: undefined };
  const { checkpoint } = JSON.parse(text) as {
    checkpoint?: {
      latest?: {
        pending_operations?: readonly unknown[] | null;
        resources?: readonly unknown[] | null;
        secrets_providers?: { state?: { salt?: string } };
      };
    };
  };
  return {
    pendingOperations: checkpoint?.latest?.pending_operations?.length ?? 0,
    resources: checkpoint?.latest?.resources?.length ?? 0,
    salt: checkpoint?.latest?.secrets_providers?.state?.salt,
  };
}
