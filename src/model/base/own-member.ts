/** A member that was put there: `constructor` and `toString` are names of steps too, and every object has those. */
export const ownMember = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
