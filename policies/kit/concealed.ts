/** A part of a secret that rules may take out of it, such as the first name of a host, is at least this long. */
const SHORTEST_PART = 3;

/** The secret values that were read while judging, so that no message repeats one. */
export class Concealed {
  private readonly values = new Set<string>();

  add(value: unknown): void {
    if (typeof value === "number") this.values.add(String(value));
    if (typeof value !== "string" || value === "") return;
    this.values.add(value);
    for (const part of value.split(/[^\w-]+/)) if (part.length >= SHORTEST_PART) this.values.add(part);
  }

  /** The text with every secret in it masked. */
  hide(text: string): string {
    // Longest first, so that no part of a longer secret is left behind.
    const longestFirst = [...this.values].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);
  }
}
