import type { SideEvidence } from '../../model/gate/evidence.js';
import type { GateCheck } from '../../model/gate/gate.js';
import { withoutNoise } from '../../model/base/numbers.js';
import { definedOnly } from '../../model/base/objects.js';
import { meanInterval, momentsOf } from '../../statistics/difference.js';
import { shareInterval } from '../../statistics/proportions.js';
import { countsOf, summarise } from '../../statistics/summarise.js';
import type { RunValue } from './experiment-scores.js';
import { scoreOf } from './measured.js';
import type { Measured } from './measured.js';

/** The scores of some runs as evidence of the check; `runs` were read, with a score or without. */
export function measuredScores(
  check: GateCheck,
  values: readonly RunValue[],
  runs: number,
  source: SideEvidence['source'],
): Measured {
  const scored = values.flatMap(({ score, ...run }) => (score === null ? [] : [{ ...run, value: score }]));
  const scores = scored.map(({ value }) => value);
  const summary = summarise({ scores, labels: labelsOf(values), runs });
  const value = scoreOf(check, summary);
  const evidence = { value, samples: summary.count, missing: null, source, scores: summary };
  if (check.measure !== 'meanScore') return { evidence, comparable: null };
  const moments = momentsOf(scores);
  const interval = meanInterval(moments) ?? undefined;
  return {
    evidence: { ...evidence, ...definedOnly({ interval }) },
    comparable: { values: scores, moments, byExample: byExample(scored), labels: null },
  };
}

/** The labels of some runs as evidence of the check: the share of its label, or all of them for a drift. */
export function measuredLabels(
  { measure, label }: GateCheck,
  values: readonly RunValue[],
  runs: number,
  source: SideEvidence['source'],
): Measured {
  const labelled = values.flatMap(({ label: given, ...run }) =>
    given === null ? [] : [{ ...run, given, value: Number(given === label) }],
  );
  const hits = labelled.map(({ value }) => value);
  const all = hits.reduce((sum, hit) => sum + hit, 0);
  const scores = summarise(
    { scores: values.flatMap(({ score }) => score ?? []), labels: labelsOf(values), runs },
    'labels',
  );
  const isShare = measure === 'labelShare';
  return {
    evidence: {
      value: isShare ? withoutNoise(all / hits.length) : null,
      samples: hits.length,
      missing: null,
      ...(isShare ? { interval: shareInterval(all, hits.length) } : {}),
      ...{ source, scores },
    },
    comparable: {
      values: isShare ? hits : null,
      moments: isShare ? momentsOf(hits) : null,
      byExample: isShare ? byExample(labelled) : new Map(),
      labels: countsOf(labelled.map(({ given }) => given)),
    },
  };
}

const labelsOf = (values: readonly RunValue[]): string[] => values.flatMap(({ label }) => label ?? []);

/** The mean of the values of each example; empty if one of them is of no example. */
function byExample(
  values: readonly { exampleId: string | null; value: number }[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { exampleId, value } of values) {
    if (exampleId === null) return new Map();
    const { sum, count } = sums.get(exampleId) ?? { sum: 0, count: 0 };
    sums.set(exampleId, { sum: sum + value, count: count + 1 });
  }
  return new Map([...sums].map(([id, { sum, count }]) => [id, sum / count]));
}
