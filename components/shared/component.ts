import * as pulumi from "@pulumi/pulumi";

/**
 * Base of every component: one place for the type token.
 *
 * `inputs` reach the state and the policies, so they must be plain: no resources, no functions, and no
 * outputs that may never resolve.
 */
export abstract class Component extends pulumi.ComponentResource {
  protected constructor(
    kind: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(`pattern-mesh:index:${kind}`, name, inputs, opts);
  }
}

/** The single escape hatch of a component: changes the arguments of one child before it is made. */
export type Transform<Args> = (args: Args) => Args;

export function transformed<Args>(args: NoInfer<Args>, transform: Transform<Args> | undefined): Args {
  return transform === undefined ? args : transform(args);
}
