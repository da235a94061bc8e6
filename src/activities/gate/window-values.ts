import { withoutNoise } from '../../model/base/numbers.js';
import { definedOnly } from '../../model/base/objects.js';
import type { ScoreSummary, SideEvidence } from '../../model/gate/evidence.js';
import type { GateCheck } from '../../model/gate/gate.js';
import { keyOf } from '../../model/quality/tally/bounded-counts.js';
import { deviationOf, mergeMoments, noMoments } from '../../model/quality/tally/moments.js';
import { meanInterval } from '../../statistics/difference.js';
import type { MeanAndSpread } from '../../statistics/difference.js';
import type { LabelCounts } from '../../statistics/label-drift.js';
import { shareInterval } from '../../statistics/proportions.js';
import type { Hits, Interval } from '../../statistics/proportions.js';
import { absent, scoreOf } from './measured.js';
import type { Measured } from './measured.js';
import type { WindowSummary } from './window-answer.js';

/** The scores or labels of an evaluation in some windows, of which one has some at least, as evidence of the check. */
export function measuredSummaries(
  check: GateCheck,
  summaries: readonly WindowSummary[],
  source: SideEvidence['source'],
): Measured {
  if (check.measure === 'failedShare') return measuredFailures(check, summaries, source);
  return check.measure.endsWith('Score')
    ? measuredScores(check, summaries, source)
    : measuredLabels(check, summaries, source);
}

function measuredScores(
  check: GateCheck,
  summaries: readonly WindowSummary[],
  source: SideEvidence['source'],
): Measured {
  const scored = summaries.filter(({ count }) => count > 0);
  if (check.measure === 'medianScore' && scored.length > 1)
    return absent(`the median of ${scored.length} windows apart from each other is not known`, source);
  const moments = pooledMoments(scored);
  const scores = summaryOf(summaries, moments, pooledLabels(summaries), 'count');
  const value = scoreOf(check, scores);
  const isMean = check.measure === 'meanScore';
  const interval = isMean ? intervalOf(moments, scored) : undefined;
  return {
    evidence: {
      ...{ value, samples: moments.count, missing: null },
      ...definedOnly({ interval }),
      ...{ source, scores },
    },
    comparable: isMean ? { values: null, moments, byExample: new Map(), labels: null } : null,
  };
}

/** A sample draws parts of a window, whose spans resemble each other: only its own error tells how far off it may be. */
function intervalOf(moments: MeanAndSpread, scored: readonly WindowSummary[]): Interval | undefined {
  if (scored.every(({ meanError }) => meanError === 0)) return meanInterval(moments) ?? undefined;
  return around(moments.mean, scored.length === 1 ? (scored[0]?.meanError ?? null) : null);
}

const around = (value: number, error: number | null): Interval | undefined =>
  error === null ? undefined : [withoutNoise(value - error), withoutNoise(value + error)];

/** As {@link intervalOf}, of the share of a label. */
function shareIntervalOf(
  { label = '' }: GateCheck,
  { hits, total }: Hits,
  summaries: readonly WindowSummary[],
): Interval | undefined {
  const labels = summaries.flatMap((each) => each.labels);
  if (labels.every(({ error }) => error === 0)) return shareInterval(hits, total);
  const [own, ...others] = labels.filter((each) => each.label === keyOf(label));
  return around(hits / total, own === undefined || others.length > 0 ? null : own.error);
}

function measuredLabels(
  check: GateCheck,
  summaries: readonly WindowSummary[],
  source: SideEvidence['source'],
): Measured {
  const { measure, label = '' } = check;
  const labels = pooledLabels(summaries);
  const samples = summaries.reduce((sum, { labelled }) => sum + labelled, 0);
  const uncounted = summaries.reduce((sum, { otherLabels }) => sum + otherLabels, 0);
  const hits = labels.get(keyOf(label)) ?? 0;
  if (measure === 'labelShare' && uncounted > 0 && hits === 0)
    return absent(`there are more than 50 labels, and this one is not among those that are counted`, source);
  const scores = summaryOf(summaries, pooledMoments(summaries), labels, 'labelled');
  const isShare = measure === 'labelShare';
  return {
    evidence: {
      ...{ value: isShare ? withoutNoise(hits / samples) : null, samples, missing: null },
      ...definedOnly({
        interval: isShare ? shareIntervalOf(check, { hits, total: samples }, summaries) : undefined,
      }),
      ...{ source, scores },
    },
    comparable: {
      values: isShare ? onesAmong(hits, samples) : null,
      moments: isShare ? momentsOfShare(hits, samples) : null,
      byExample: new Map(),
      labels: uncounted === 0 ? labels : new Map([...labels, [REST, uncounted]]),
    },
  };
}

/** The evaluations with neither a score nor a label, among all. */
function measuredFailures(
  { reason }: GateCheck,
  summaries: readonly WindowSummary[],
  source: SideEvidence['source'],
): Measured {
  const samples = summaries.reduce((sum, { evaluations }) => sum + evaluations, 0);
  const counts = new Map<string, number>();
  for (const { failed } of summaries)
    for (const each of failed.reasons) counts.set(each.reason, (counts.get(each.reason) ?? 0) + each.count);
  const all = summaries.reduce((sum, { failed }) => sum + failed.count, 0);
  const hits = reason === undefined ? all : (counts.get(reason) ?? 0);
  const failures = [...counts].map(([name, count]) => ({ reason: name, count }));
  return {
    evidence: {
      ...{ value: withoutNoise(hits / samples), samples, missing: null },
      ...{ interval: shareInterval(hits, samples), source, failures },
    },
    comparable: null,
  };
}

/** The labels beyond the fiftieth. No label is as long as that. */
const REST = ' '.repeat(100);

/** More values are tested by their mean and spread. */
const MAX_ONE_BY_ONE = 10_000;

const onesAmong = (ones: number, total: number): number[] | null =>
  total > MAX_ONE_BY_ONE
    ? null
    : [...new Array<number>(ones).fill(1), ...new Array<number>(total - ones).fill(0)];

function momentsOfShare(hits: number, total: number): MeanAndSpread {
  const mean = hits / total;
  return {
    count: total,
    mean,
    deviation: total < 2 ? 0 : Math.sqrt((mean * (1 - mean) * total) / (total - 1)),
  };
}

function pooledMoments(summaries: readonly WindowSummary[]): MeanAndSpread {
  const all = summaries
    .map(({ count, mean, sd, min, max }) => ({
      ...{ count, mean: mean ?? 0, squares: (sd ?? 0) ** 2 * Math.max(0, count - 1), min, max },
    }))
    .reduce(mergeMoments, noMoments());
  return { count: all.count, mean: withoutNoise(all.mean), deviation: deviationOf(all) ?? 0 };
}

function pooledLabels(summaries: readonly WindowSummary[]): LabelCounts {
  const counts = new Map<string, number>();
  for (const { labels } of summaries)
    for (const { label, count } of labels) counts.set(label, (counts.get(label) ?? 0) + count);
  return counts;
}

const MAX_LABELS = 20;

function summaryOf(
  summaries: readonly WindowSummary[],
  moments: MeanAndSpread,
  labels: LabelCounts,
  counted: 'count' | 'labelled',
): ScoreSummary {
  const scored = summaries.filter(({ count }) => count > 0);
  const [only] = scored.length === 1 ? scored : [];
  const labelled = summaries.reduce((sum, each) => sum + each.labelled, 0);
  const extreme = (choose: (...numbers: number[]) => number, of: 'min' | 'max'): number | null =>
    scored.length === 0 ? null : choose(...scored.flatMap((each) => each[of] ?? []));
  const frequent = [...labels].sort(([, a], [, b]) => b - a).slice(0, MAX_LABELS);
  return {
    count: summaries.reduce((sum, each) => sum + each[counted], 0),
    runs: summaries.reduce((sum, { evaluations }) => sum + evaluations, 0),
    mean: moments.count === 0 ? null : moments.mean,
    median: only?.median ?? null,
    min: extreme(Math.min, 'min'),
    max: extreme(Math.max, 'max'),
    labels: Object.fromEntries(frequent.map(([label, count]) => [label, withoutNoise(count / labelled)])),
    histogram: only?.histogram ?? [],
  };
}
