import { ATTRIBUTIONS } from '../tally/attribution.js';
import type { EvaluationSummary } from '../evaluation-summary.js';
import type { WindowQuality } from '../window-quality.js';

type AttributedBy = EvaluationSummary['attributedBy'];

/** Of a window that was read in full: what its numbers say exactly as its spans would, if they were read again. */
export interface ExactReading {
  /** The filter by which the spans were selected, as the service takes it; null: all spans. */
  filter: string | null;
  /**
   * By what the evaluations were recognised, for each name of which nothing in the window was left out as that of another
   * run or task. Whether the task or its run is asked about, these are the same evaluations.
   */
  attributedBy: Readonly<Record<string, AttributedBy>>;
}

/** Null for a sample, whose numbers are estimates. */
export const exactReadingOf = ({
  filter,
  reading,
  evaluations,
}: Pick<WindowQuality, 'filter' | 'reading' | 'evaluations'>): ExactReading | null =>
  reading.how === 'sample'
    ? null
    : {
        filter,
        attributedBy: Object.fromEntries(
          evaluations
            .filter((each) => each.bearing === each.evaluations)
            .map(({ name, attributedBy }) => [name, attributedBy]),
        ),
      };

/** What is exact of several times together; null if a part is an estimate, or their spans were selected by different filters. */
export function mergeExact(parts: readonly (ExactReading | null)[]): ExactReading | null {
  const [first = null] = parts;
  const exact = parts.filter((part) => part !== null);
  if (first === null || exact.length < parts.length) return null;
  if (exact.some(({ filter }) => filter !== first.filter)) return null;
  const names = Object.keys(first.attributedBy).filter((name) =>
    exact.every(({ attributedBy }) => Object.hasOwn(attributedBy, name)),
  );
  const attributedBy = names.map((name) => [name, weakestOf(exact, name)] as const);
  return { filter: first.filter, attributedBy: Object.fromEntries(attributedBy) };
}

const weakestOf = (parts: readonly ExactReading[], name: string): AttributedBy =>
  WRITERS.findLast((each) => parts.some(({ attributedBy }) => attributedBy[name] === each)) ?? 'window';

const WRITERS = ATTRIBUTIONS.filter((each) => each !== 'other');

/** An exact reading in little space: the place of its filter in a list of texts, then pairs of a name's place and a writer's. */
export type PackedExact = [filter: number | null, ...pairs: number[]];

export const packExact = (
  exact: ExactReading | null,
  placeOf: (text: string) => number,
): PackedExact | null =>
  exact === null
    ? null
    : [
        exact.filter === null ? null : placeOf(exact.filter),
        ...Object.entries(exact.attributedBy).flatMap(([name, by]) => [placeOf(name), WRITERS.indexOf(by)]),
      ];

export function unpackExact(packed: PackedExact | null, texts: readonly string[]): ExactReading | null {
  if (packed === null) return null;
  const [filter, ...pairs] = packed;
  const attributedBy = pairs.flatMap((place, at) =>
    at % 2 === 0 ? [[texts[place] ?? '', WRITERS[pairs[at + 1] ?? 0] ?? 'window'] as const] : [],
  );
  return {
    filter: filter === null ? null : (texts[filter] ?? ''),
    attributedBy: Object.fromEntries(attributedBy),
  };
}

export const isWriter = (value: unknown): value is AttributedBy => WRITERS.some((each) => each === value);
