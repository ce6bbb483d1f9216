import type { Concealed } from "./concealed";
import { Field, Unjudgeable } from "./field";
import { kindOfToken, tokenOf } from "./kinds";
import type { Kind } from "./kinds";

/** One resource as a source hands it over: the engine, a recorded program, or a Kubernetes manifest. */
export interface Source {
  /** Pulumi type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Pulumi's logical name; what people see where the object has no name of its own. */
  readonly name: string;
  readonly urn: string;
  /** Inputs (or outputs) as the source has them; nothing is assumed about their shape. */
  readonly props: unknown;
  /** Where an object without `metadata.namespace` goes: "default" where it is left out, null where it is not known. */
  readonly defaultNamespace?: string | null;
}

/** A Kubernetes object under judgement. */
export class Resource {
  readonly urn: string;
  private readonly root: Field;

  /**
   * @param concealed takes the secrets that are read.
   * @param place where in the source's properties the object is: below `items` for one of a list.
   */
  constructor(
    private readonly source: Source,
    readonly kind: Kind,
    readonly concealed: Concealed,
    place: readonly (string | number)[] = [],
  ) {
    this.urn = source.urn;
    this.root = Field.root(this, source.props).at(...place);
  }

  at(...keys: readonly (string | number)[]): Field {
    return this.root.at(...keys);
  }

  /** `metadata.name`. Throws {@link Unjudgeable} where it is absent or unknown. */
  get name(): string {
    const field = this.at("metadata", "name");
    const name = field.text();
    if (name === undefined || name === "") throw new Unjudgeable(field, "absent", "a fixed name");
    return name;
  }

  /** `metadata.namespace`, or the namespace where the object goes without one. */
  get namespace(): string {
    const field = this.at("metadata", "namespace");
    const namespace = field.text();
    if (namespace !== undefined && namespace !== "") return namespace;
    const { defaultNamespace = "default" } = this.source;
    if (defaultNamespace === null) throw new Unjudgeable(field, "absent", "the name of the namespace");
    return defaultNamespace;
  }

  get labels(): ReadonlyMap<string, string> {
    return this.at("metadata", "labels").labels();
  }

  /** `Kind namespace/name` for people; never throws. */
  get title(): string {
    const namespace = this.displayNamespace;
    return `${this.kind.kind} ${namespace === undefined ? "" : `${namespace}/`}${this.displayName}`;
  }

  /** The name for people; never throws. */
  get displayName(): string {
    return attempt(() => this.name) ?? `(resource "${this.source.name}")`;
  }

  /** The namespace for people, undefined where there is none to name; never throws. */
  get displayNamespace(): string | undefined {
    return /^Namespace(Patch)?$/.test(this.kind.kind) ? undefined : attempt(() => this.namespace);
  }
}

/** The Kubernetes objects in a resource: one, those in a list object, or none. */
export function resourcesOf(source: Source, concealed: Concealed): Resource[] {
  const kind = kindOfToken(source.type);
  if (kind === undefined) return [];
  const resource = new Resource(source, kind, concealed);
  if (!kind.kind.endsWith("List")) return [resource];
  const itemKind = { ...kind, kind: kind.kind.slice(0, -"List".length) };
  const items = attempt(() => resource.at("items").items());
  // Items that cannot be read become one object of which nothing is known: each rule for its kind will say so.
  return Array.from({ length: items?.length ?? 1 }, (_, index) => {
    const item = resource.at("items", index);
    const own = attempt(() =>
      kindOfToken(tokenOf(item.at("apiVersion").text() ?? "", item.at("kind").text() ?? "")),
    );
    return new Resource(source, own ?? itemKind, concealed, ["items", index]);
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unjudgeable) return undefined;
    throw error;
  }
}
