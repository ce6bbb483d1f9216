import type { Resource } from "../resource";

/** One of the labels by which a namespace takes its pods into the mesh, as it was found. */
export interface InjectionFamily {
  readonly label: string;
  readonly ambient: boolean;
  /** Whether its value takes the pods in. */
  readonly joins: boolean;
  readonly shown: string;
  /** The value that would. */
  readonly legal: string;
}

const FAMILIES = [
  {
    label: "istio-injection",
    ambient: false,
    joins: (value: string) => value === "enabled",
    legal: '"enabled"',
  },
  {
    label: "istio.io/rev",
    ambient: false,
    joins: (value: string) => value !== "",
    legal: "a revision or tag",
  },
  {
    label: "istio.io/dataplane-mode",
    ambient: true,
    joins: (value: string) => value === "ambient",
    legal: '"ambient"',
  },
];

/** The injection labels on a namespace. */
export function injectionFamilies(namespace: Resource): InjectionFamily[] {
  return FAMILIES.flatMap(({ label, joins, ...family }) => {
    const field = namespace.at("metadata", "labels", label);
    const value = field.text();
    return value === undefined ? [] : [{ ...family, label, joins: joins(value), shown: field.shown }];
  });
}

/** Whether a namespace takes its pods into the mesh. What exactly is wrong is another question. */
export function isInjected(namespace: Resource): boolean {
  const families = injectionFamilies(namespace);
  return families.length > 0 && families.every(({ joins }) => joins);
}
