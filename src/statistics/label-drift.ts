import { withoutNoise } from '../model/base/numbers.js';
import { chiSquareTail } from './distributions.js';

/** How often each label was given. */
export type LabelCounts = ReadonlyMap<string, number>;

/** How two distributions of labels differ. */
export interface LabelDrift {
  /**
   * The total variation distance, 0 to 1: the share of all labels that would have to be others for the distributions to be
   * equal. It does not depend on the sizes of the samples, but by chance it is above 0 even if nothing changed.
   */
  effect: number;
  /** The label whose share changed most, and by how much; null if none did. */
  largest: { label: string; change: number } | null;
  /** Of Pearson's chi-square test of homogeneity; null if it could not be made. */
  pValue: number | null;
  /** With its statistic and degrees of freedom, for people; null if it could not be made. */
  test: string | null;
}

/** Expected counts below it make the chi-square approximation poor; labels that rare are counted together. */
const LEAST_EXPECTED = 5;

/** Compares the labels here with those there. Without a label on one of the sides there is nothing to compare: null. */
export function labelDrift(here: LabelCounts, there: LabelCounts): LabelDrift | null {
  const [n, m] = [totalOf(here), totalOf(there)];
  if (n === 0 || m === 0) return null;
  const labels = [...new Set([...here.keys(), ...there.keys()])]
    .filter((label) => (here.get(label) ?? 0) + (there.get(label) ?? 0) > 0)
    .sort();
  const changes = labels
    .map((label) => ({ label, change: (here.get(label) ?? 0) / n - (there.get(label) ?? 0) / m }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const [first] = changes;
  const effect = withoutNoise(changes.reduce((sum, { change }) => sum + Math.abs(change), 0) / 2);
  const largest =
    first === undefined || effect === 0 ? null : { label: first.label, change: withoutNoise(first.change) };
  const columns = labels.map((label): Column => [here.get(label) ?? 0, there.get(label) ?? 0]);
  return { effect, largest, ...homogeneity(columns) };
}

const totalOf = (counts: LabelCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

type Column = [here: number, there: number];

/** Pearson's chi-square test of homogeneity, without a correction for continuity. */
function homogeneity(columns: readonly Column[]): Pick<LabelDrift, 'pValue' | 'test'> {
  const [n, m] = sumOf(columns);
  const pooled = pool(columns, Math.min(n, m) / (n + m));
  if (pooled.length < 2) return { pValue: columns.length < 2 ? 1 : null, test: null };
  const statistic = pooled.reduce((sum, column) => {
    const all = column[0] + column[1];
    const [a, b] = [(all * n) / (n + m), (all * m) / (n + m)];
    return sum + (column[0] - a) ** 2 / a + (column[1] - b) ** 2 / b;
  }, 0);
  const df = pooled.length - 1;
  const rare = columns.length - pooled.length;
  const together = rare === 0 ? '' : `, ${rare + 1} rare labels counted together`;
  return {
    pValue: chiSquareTail(statistic, df),
    test: `chi-square test of homogeneity, X² = ${Number(statistic.toPrecision(5))}, ${df} ${df === 1 ? 'degree' : 'degrees'} of freedom${together}`,
  };
}

/**
 * Counts all labels together that are expected too rarely on the smaller side, with the rarest of the others if they are
 * still too few. Only the sums of both sides decide, so that the choice favours no result.
 */
function pool(columns: readonly Column[], smallerShare: number): Column[] {
  const isEnough = ([a, b]: Column): boolean => (a + b) * smallerShare >= LEAST_EXPECTED;
  const common = columns.filter(isEnough).sort(([a, b], [c, d]) => c + d - (a + b));
  const rest = columns.filter((column) => !isEnough(column));
  if (rest.length === 0) return common;
  const together = sumOf(rest);
  return isEnough(together)
    ? [...common, together]
    : [...common.slice(0, -1), sumOf([...common.slice(-1), together])];
}

const sumOf = (columns: readonly Column[]): Column =>
  columns.reduce<Column>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
