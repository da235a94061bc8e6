/** A count that does not depend on the machine. */
export interface Count {
  readonly count: number;
  /**
   * How far it may be off, up or down; absent: not at all. Whether two things are told to a workflow by one workflow task
   * or by two is a matter of microseconds, and a workflow task is three events.
   */
  readonly within?: number;
}

export type Counts = Readonly<Record<string, Count>>;

/** How counts differ from the committed ones, in sentences. Empty: they do not. */
export function differences(committed: Counts, measured: Counts): readonly string[] {
  const names = [...new Set([...Object.keys(committed), ...Object.keys(measured)])];
  return names.flatMap((name) => {
    const [before, now] = [committed[name], measured[name]];
    if (before === undefined) return [`${name}: ${now?.count}, which is not in the file`];
    if (now === undefined) return [`${name}: was not measured, and is ${before.count} in the file`];
    const { count, within = 0 } = before;
    if (Math.abs(now.count - count) <= within) return [];
    const expected = within === 0 ? `${count}` : `${count - within} to ${count + within}`;
    return [`${name}: ${now.count}, expected ${expected}`];
  });
}
