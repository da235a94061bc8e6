import { exactReadingOf } from './exact-reading.js';
import type { MergedSummary } from './merged-summary.js';
import type { KeptQuality } from './kept-quality.js';
import type { EvaluationSummary, GroupSummary } from '../evaluation-summary.js';
import type { WindowQuality } from '../window-quality.js';
import type { WorstSpan } from '../tally/worst-spans.js';
import type { WindowTrend } from './window-trend.js';
import { toUtc } from '../../time/window.js';
import type { Window } from '../../time/window.js';

/** What the evaluations of a run said of the spans of its window, in a result. Bounded, and without text of a span. */
export interface RunQuality {
  projectId: string;
  /** Where the Arize UI shows the project; absent if it is not known. */
  projectUrl?: string;
  window: Window;
  /** Spans that were read. */
  spans: number;
  /** Only some of the spans of the window were read, so all numbers are estimates. */
  isSample: boolean;
  evaluations: RunEvaluation[];
}

export interface RunEvaluation {
  name: string;
  /** On what evidence they count: they name the run, or the task, or only their name and window speak for them. */
  attributedBy: EvaluationSummary['attributedBy'];
  summary: MergedSummary;
  /** The lowest scores. */
  worst: WorstSpan[];
  /** The last windows of its task, this one included; absent if they were not read. */
  trend?: WindowTrend;
}

/** Of an evaluation in a result: a result has many steps. */
const MAX_WORST = 5;
const MAX_LABELS = 20;

export const runQualityOf = ({ projectId, startMs, endMs, ...quality }: WindowQuality): RunQuality => ({
  projectId,
  window: { dataStartTime: toUtc(startMs), dataEndTime: toUtc(endMs) },
  spans: quality.spans,
  isSample: quality.reading.how === 'sample',
  evaluations: quality.evaluations.map((each) => ({
    name: each.name,
    attributedBy: each.attributedBy,
    summary: mergedOf(each, MAX_LABELS),
    worst: each.worst.slice(0, MAX_WORST),
  })),
});

/** How a window is kept that was read at a time for some run; null: for none. */
export const keptOf = (
  { startMs, endMs, ...quality }: WindowQuality,
  { readMs, runId }: Pick<KeptQuality, 'readMs' | 'runId'>,
): KeptQuality => ({
  ...{ startMs, endMs, readMs, runId, spans: quality.spans, windows: 1 },
  isSample: quality.reading.how === 'sample',
  exact: exactReadingOf(quality),
  evaluations: Object.fromEntries(quality.evaluations.map((each) => [each.name, mergedOf(each)])),
});

function mergedOf(of: EvaluationSummary, maxLabels = of.labels.length): MergedSummary {
  const { evaluations, count, unreadable, mean, sd, min, max, histogram } = of;
  const { lowerQuartile: low, median, upperQuartile: high } = of;
  const [named, rest] = [of.labels.slice(0, maxLabels), of.labels.slice(maxLabels)];
  return {
    ...{ evaluated: evaluations, count, unreadable, mean, sd, min, max, histogram },
    quartiles: low === null || median === null || high === null ? null : [low, median, high],
    labels: Object.fromEntries(named.map((each) => [each.label, each.count])),
    otherLabels: rest.reduce((sum, each) => sum + each.count, of.otherLabels),
  };
}

/** An evaluation for each group of spans, under the name of both; groups beyond the fiftieth are `(others)`. */
export const groupsOf = ({ projectId, startMs, endMs, ...quality }: WindowQuality): RunQuality => ({
  projectId,
  window: { dataStartTime: toUtc(startMs), dataEndTime: toUtc(endMs) },
  spans: quality.spans,
  isSample: quality.reading.how === 'sample',
  evaluations: quality.evaluations.flatMap(({ name, attributedBy, groups }) =>
    groups.map((group) => ({
      name: `${groupPrefix(name)}${groupName(group)}`,
      attributedBy,
      summary: mergedGroup(group),
      worst: [],
    })),
  ),
});

/** How the names of the groups of an evaluation begin. */
export const groupPrefix = (evaluation: string): string => `${evaluation} of `;

const groupName = ({ group }: GroupSummary): string => (group === '' ? '(none)' : (group ?? '(others)'));

function mergedGroup({ count, mean, sd, min, max, labels, otherLabels }: GroupSummary): MergedSummary {
  const labelled = labels.reduce((sum, each) => sum + each.count, otherLabels);
  return {
    ...{ count, mean, sd, min, max, otherLabels },
    evaluated: Math.max(count, labelled),
    unreadable: 0,
    quartiles: null,
    labels: Object.fromEntries(labels.map((each) => [each.label, each.count])),
    histogram: [],
  };
}
