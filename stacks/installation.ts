import type { Values } from "./read-values";

type Setting = NonNullable<Values["istio"]>;

/** Where Istio comes from: a Helm repository, or a folder for each chart. */
export type Charts =
  | { readonly repository: string; readonly version: string }
  | { readonly base: string; readonly istiod: string; readonly gateway: string };

export type Installation = Omit<Setting, "charts" | "chartRepository" | "version"> & {
  readonly charts: Charts;
  readonly upstreamEnvoy?: boolean;
};

/** Brings both forms of the setting `istio` into one. */
export function installation(setting: Setting): Installation {
  if ("charts" in setting) return setting;
  const { chartRepository, version, ...others } = setting;
  return { ...others, charts: { repository: chartRepository, version } };
}
