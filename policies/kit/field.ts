import { readProperty, unwrap } from "./markers";
import type { Read } from "./markers";
import type { Resource } from "./resource";

/**
 * A place in a resource's properties, read lazily and without trust: the value may be missing, of a wrong type, a
 * secret, not known yet, or behind one of the engine's proxies.
 *
 * A reader answers undefined (or nothing) where the value is absent and throws {@link Unjudgeable} where it is unknown
 * or of a wrong type; the judge turns that into a finding. So a rule can neither crash on hostile properties nor pass
 * over a value that it could not decide.
 *
 * @example
 * const hostNetwork = resource.at("spec", "template", "spec", "hostNetwork").flag(); // boolean | undefined
 */
export class Field {
  private constructor(
    readonly owner: Resource,
    /** From the resource's properties, such as `spec.subsets[0].name`; empty for the properties themselves. */
    readonly path: string,
    private readonly read: Read,
    private readonly parentFault: Unjudgeable | undefined,
  ) {}

  static root(owner: Resource, props: unknown): Field {
    return new Field(owner, "", unwrap(props), undefined);
  }

  /** The field below this one. Never throws: a fault on the way is thrown by the reader that ends the way. */
  at(...keys: readonly (string | number)[]): Field {
    return keys.reduce<Field>((field, key) => field.child(key), this);
  }

  /** Whether nothing is set here (undefined or null). */
  isAbsent(): boolean {
    return this.value() === undefined;
  }

  text(): string | undefined {
    return this.typed("text", (value): value is string => typeof value === "string");
  }

  wholeNumber(): number | undefined {
    return this.typed("a whole number", isWholeNumber);
  }

  flag(): boolean | undefined {
    return this.typed("true or false", (value): value is boolean => typeof value === "boolean");
  }

  /** The entries of a list; none where it is absent. */
  items(): Field[] {
    const list = this.typed("a list", (value): value is unknown[] => Array.isArray(value)) ?? [];
    return Array.from({ length: list.length }, (_, index) => this.child(index));
  }

  /** The names that are set in an object; none where it is absent. */
  keys(): string[] {
    const keys = Object.keys(this.typed("an object", isPlainObject) ?? {});
    if (this.read.known && this.read.secret)
      keys.forEach((key) => {
        this.owner.concealed.add(key);
      });
    return keys;
  }

  /** Labels, annotations or a selector: every value is text. */
  labels(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const key of this.keys()) {
      const value = this.child(key).text();
      if (value !== undefined) found.set(key, value);
    }
    return found;
  }

  /** The value for people: short, and without content where it is not a plain value. Never throws. */
  get shown(): string {
    if (this.parentFault !== undefined || !this.read.known) return "a value that is not known yet";
    return this.read.secret ? "[secret]" : describe(this.read.value);
  }

  private child(key: string | number): Field {
    const path = typeof key === "number" ? `${this.path}[${key}]` : joinPath(this.path, key);
    const { read } = this;
    if (this.parentFault !== undefined || !read.known) {
      return new Field(this.owner, path, ABSENT, this.parentFault ?? new Unjudgeable(this, "unknown"));
    }
    const { value } = read;
    if (value === undefined || value === null) return new Field(this.owner, path, ABSENT, undefined);
    const fits = typeof key === "number" ? Array.isArray(value) : isPlainObject(value);
    if (!fits || typeof value !== "object") {
      const wanted = typeof key === "number" ? "a list" : "an object";
      return new Field(this.owner, path, ABSENT, new Unjudgeable(this, "misfit", wanted));
    }
    const found = readProperty(value, key);
    if (!found.known) return new Field(this.owner, path, found, undefined);
    const secret = read.secret || found.secret;
    if (secret) this.owner.concealed.add(found.value);
    return new Field(this.owner, path, { ...found, secret }, undefined);
  }

  private value(): unknown {
    if (this.parentFault !== undefined) throw this.parentFault;
    if (!this.read.known) throw new Unjudgeable(this, "unknown");
    return this.read.value ?? undefined;
  }

  private typed<T>(wanted: string, fits: (value: unknown) => value is T): T | undefined {
    const value = this.value();
    if (value === undefined) return undefined;
    if (!fits(value)) throw new Unjudgeable(this, "misfit", wanted);
    return value;
  }
}

const ABSENT: Read = { known: true, value: undefined, secret: false };

/** Thrown where a rule looks at a value that cannot be judged. The judge reports it against the field's resource. */
export class Unjudgeable extends Error {
  constructor(
    readonly field: Field,
    readonly reason: "unknown" | "misfit" | "absent",
    readonly wanted = "",
  ) {
    super(`${field.path} is ${reason}`);
  }
}

function joinPath(path: string, key: string): string {
  if (!/^[A-Za-z_]\w*$/.test(key)) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}

function isWholeNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Long enough for a host name, short enough for one line of a terminal. */
const LONGEST_SHOWN = 80;

function describe(value: unknown): string {
  if (value === undefined || value === null) return "absent";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return `a ${typeof value}`;
  const text = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
  return JSON.stringify(text);
}
