import * as pulumi from "@pulumi/pulumi";

/** Something wrong with an argument: where, what was seen, and what would be legal. */
export interface Fault {
  /** Path below the component's arguments: `versions.v2.weight`. */
  readonly path: string;
  readonly seen: unknown;
  /** The legal form, as the end of "must be …". */
  readonly legal: string;
}

/** Collects what is wrong with a component's arguments, so that all of it is reported at once. */
export class Faults {
  readonly #faults: Fault[] = [];

  constructor(readonly subject: string) {}

  /** Notes a fault unless `holds`. */
  require(holds: boolean, path: string, seen: unknown, legal: string): void {
    if (!holds) this.#faults.push({ path, seen, legal });
  }

  /** @throws pulumi.InputPropertiesError naming every fault noted so far, if there is any. */
  throwIfAny(): void {
    if (this.#faults.length === 0) return;
    const errors = this.#faults.map((fault) => ({ propertyPath: fault.path, reason: describeFault(fault) }));
    const lines = errors.map(({ propertyPath, reason }) => `  ${propertyPath} ${reason}`);
    throw new pulumi.InputPropertiesError({
      message: `${this.subject} cannot be made from these arguments:\n${lines.join("\n")}`,
      errors,
    });
  }
}

function describeFault({ seen, legal }: Fault): string {
  return `is ${seen === undefined ? "missing" : JSON.stringify(seen)}; it must be ${legal}`;
}
