/** Some of the fields of `T`, as a parser hands them over: what was left out may be there as undefined. */
export type Sparse<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** @returns `base` with the fields that `over` has a value for. */
export function overlay<T extends object>(base: T, over: Sparse<T>): T {
  const given = Object.entries(over).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(given) };
}
