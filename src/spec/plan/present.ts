type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that are there: one that is undefined would count as given to whoever looks at names. */
export const present = <T extends object>(members: T): Present<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
