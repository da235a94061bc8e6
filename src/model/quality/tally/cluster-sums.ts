/**
 * Sums over the parts of a window that a sample drew, from which the error of its estimates follows. In each part `n` values
 * sum up to `s`; a mean is the sum of all `s` by the sum of all `n`.
 */
export interface ClusterSums {
  nn: number;
  ns: number;
  ss: number;
}

export const noSums = (): ClusterSums => ({ nn: 0, ns: 0, ss: 0 });

export const sumsOf = (n: number, s: number): ClusterSums => ({ nn: n * n, ns: n * s, ss: s * s });

export const addSums = (one: ClusterSums, other: ClusterSums): ClusterSums => ({
  nn: one.nn + other.nn,
  ns: one.ns + other.ns,
  ss: one.ss + other.ss,
});

/** Parts of equal length that a window is cut into, and how many of them were read. */
export interface Drawn {
  read: number;
  of: number;
}

/** Fewer parts tell too little about how much parts differ. */
const MIN_PARTS = 10;

/**
 * Half the width of the 95 % interval of a mean over all parts, of which some were drawn at random (the ratio estimate for
 * clusters, with the correction for a finite number of them). Null if too few were read to tell.
 */
export function ratioError({ nn, ns, ss }: ClusterSums, n: number, s: number, drawn: Drawn): number | null {
  if (drawn.read < MIN_PARTS || n === 0) return null;
  const mean = s / n;
  const squares = Math.max(0, ss - 2 * mean * ns + mean * mean * nn);
  return halfWidth((squares * drawn.read) / (drawn.read - 1) / (n * n), drawn);
}

/** Half the width of the 95 % interval of the number of all spans. Null if too few parts were read to tell. */
export function totalError(nn: number, n: number, drawn: Drawn): number | null {
  if (drawn.read < MIN_PARTS) return null;
  const squares = Math.max(0, nn - (n * n) / drawn.read);
  const variance = ((squares / (drawn.read - 1)) * (drawn.of * drawn.of)) / drawn.read;
  return halfWidth(variance, drawn);
}

const halfWidth = (variance: number, { read, of }: Drawn): number =>
  quantileOfT(read - 1) * Math.sqrt(variance * Math.max(0, 1 - read / of));

const Z = 1.959964;

/** The 97.5 % quantile of Student's t (Cornish-Fisher's expansion, exact to four digits for as many parts as are needed). */
function quantileOfT(degrees: number): number {
  const first = (Z ** 3 + Z) / 4;
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  return Z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
