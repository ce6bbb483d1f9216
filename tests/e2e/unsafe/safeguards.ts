import type { ResourceTransformation } from "@pulumi/pulumi";

/** A safeguard that a live test takes out of the program: of which resource, and how. */
interface Removal {
  readonly type: string;
  readonly object: string;
  readonly remove: (props: Props) => Props;
}

interface Props {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly trafficPolicy: object; readonly subsets: readonly { readonly name: string }[] };
}

export const removals = {
  injectionLabel: {
    type: "kubernetes:core/v1:Namespace",
    object: "ecommerce-microservices",
    remove: ({ metadata, ...rest }) => {
      const others = Object.entries(metadata.labels ?? {}).filter(([key]) => key !== "istio-injection");
      return { ...rest, metadata: { ...metadata, labels: Object.fromEntries(others) } };
    },
  },
  outlierDetection: {
    type: "kubernetes:networking.istio.io/v1:DestinationRule",
    object: "payment-service-cb",
    remove: ({ spec, ...rest }) => ({
      ...rest,
      spec: { ...spec, trafficPolicy: { ...spec.trafficPolicy, outlierDetection: undefined } },
    }),
  },
  subsetV2: {
    type: "kubernetes:networking.istio.io/v1:DestinationRule",
    object: "user-service-dr",
    remove: ({ spec, ...rest }) => ({
      ...rest,
      spec: { ...spec, subsets: spec.subsets.filter(({ name }) => name !== "v2") },
    }),
  },
} satisfies Record<string, Removal>;

/** @returns a transformation of the whole stack. @throws Error for a name that is not one of the removals. */
export function removeSafeguard(name: string | undefined): ResourceTransformation {
  const removal = Object.entries(removals).find(([key]) => key === name)?.[1];
  if (removal === undefined)
    throw new Error(`UNSAFE is ${String(name)}; it is one of ${Object.keys(removals).join(", ")}`);
  return ({ type, props, opts }) => {
    const plain = props as Props;
    if (type !== removal.type || plain.metadata.name !== removal.object) return undefined;
    return { props: removal.remove(plain), opts };
  };
}
