import { Unjudgeable } from "./field";
import { kindKey } from "./kinds";
import type { Kind } from "./kinds";
import type { Resource } from "./resource";

/** The Kubernetes objects that are judged together, indexed once. */
export class Stack {
  private readonly kinds: readonly string[];
  private readonly built = new Map<unknown, unknown>();

  constructor(private readonly resources: readonly Resource[]) {
    this.kinds = resources.map(({ kind }) => kindKey(kind));
  }

  /** The objects of these kinds, in the order in which they were declared. */
  ofKind(...kinds: readonly Kind[]): readonly Resource[] {
    const wanted = new Set(kinds.map(kindKey));
    return this.resources.filter((_, index) => wanted.has(this.kinds[index] ?? ""));
  }

  /** What `build` makes of this stack; built at the first call, however many rules ask. */
  once<T>(build: (stack: Stack) => T): T {
    if (!this.built.has(build)) this.built.set(build, build(this));
    return this.built.get(build) as T;
  }
}

/**
 * Entries by key. An entry whose key cannot be read makes every lookup fail with that reason: it might be the one that
 * is looked for.
 */
export class Index<T> {
  private readonly byKey = new Map<string, T[]>();
  private undecided: Unjudgeable | undefined;

  /** @param keys the keys of an entry; may throw {@link Unjudgeable}. */
  constructor(entries: readonly Resource[], keys: (resource: Resource) => readonly (readonly [string, T])[]) {
    for (const entry of entries) {
      try {
        for (const [key, value] of keys(entry)) push(this.byKey, key, value);
      } catch (error) {
        if (!(error instanceof Unjudgeable)) throw error;
        this.undecided ??= error;
      }
    }
  }

  get(key: string): readonly T[] {
    if (this.undecided !== undefined) throw this.undecided;
    return this.byKey.get(key) ?? [];
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
