/** Labels by which Istio tells apart services and their versions. Type alias: it must fit index signatures. */
export type VersionLabels = { readonly app: string; readonly version: string };

/** Puts every pod of a namespace into the mesh. */
export const injectionLabels = { "istio-injection": "enabled" } as const;

export function appLabels(app: string): { readonly app: string } {
  return { app };
}

export function versionLabels(app: string, version: string): VersionLabels {
  return { app, version };
}
