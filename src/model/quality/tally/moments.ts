/** What is needed of some numbers for their mean, their spread and their extremes, whatever order they come in. */
export interface Moments {
  count: number;
  mean: number;
  /** Sum of the squared differences from the mean. */
  squares: number;
  /** Null where there are no numbers. */
  min: number | null;
  max: number | null;
}

export const noMoments = (): Moments => ({ count: 0, mean: 0, squares: 0, min: null, max: null });

/** Adds a number (Welford's way, which loses no digits to large sums). */
export function addNumber(to: Moments, value: number): void {
  to.count += 1;
  const before = value - to.mean;
  to.mean += before / to.count;
  to.squares += before * (value - to.mean);
  to.min = Math.min(to.min ?? value, value);
  to.max = Math.max(to.max ?? value, value);
}

export function mergeMoments(one: Moments, other: Moments): Moments {
  if (other.count === 0) return { ...one };
  if (one.count === 0) return { ...other };
  const count = one.count + other.count;
  const apart = other.mean - one.mean;
  return {
    count,
    mean: one.mean + (apart * other.count) / count,
    squares: one.squares + other.squares + (apart * apart * one.count * other.count) / count,
    min: Math.min(one.min ?? Infinity, other.min ?? Infinity),
    max: Math.max(one.max ?? -Infinity, other.max ?? -Infinity),
  };
}

/** The mean; null where there are no numbers. */
export const meanOf = ({ count, mean }: Moments): number | null => (count === 0 ? null : mean);

/** The standard deviation of a sample; null for fewer than two numbers. */
export const deviationOf = ({ count, squares }: Moments): number | null =>
  count < 2 ? null : Math.sqrt(squares / (count - 1));
