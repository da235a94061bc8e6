import { z } from 'zod';
import { GATE_ANSWERS, MEASURES } from '../../model/gate/gate.js';
import { FAILURE_REASONS } from '../../model/quality/tally/failure-reason.js';
import { omit } from '../../model/base/objects.js';
import * as field from '../document/fields.js';

const BASELINE =
  'previous, previousWindow, sameWindowLastWeek, a number, or a mapping with experiment, trailing or range';

const RANGE_OF_TIME = 'a mapping with start and end';
const time = field.nonEmptyText.meta({
  description: 'ISO 8601 with a time zone.',
  examples: ['2026-11-01T00:00:00Z'],
});

const baselineMapping = z
  .strictObject(
    {
      experiment: field.nonEmptyText.optional().meta({ description: 'Name or ID.' }),
      dataset: field.nonEmptyText.optional().meta({ description: 'Name or ID, for an experiment name.' }),
      space: field.nonEmptyText.optional(),
      trailing: field.count.optional().meta({
        description: 'The mean of as many windows before the measured one, 2 to 31, each of the same length.',
      }),
      range: z
        .strictObject({ start: time, end: time }, { error: field.unlessMapping(RANGE_OF_TIME) })
        .optional()
        .meta({ title: 'range', description: 'All spans of a fixed time, half-open [start, end).' }),
    },
    { error: field.unlessMapping(BASELINE) },
  )
  .meta({ title: 'baseline' });

const baselineFile = z
  .union(
    [z.literal(['previous', 'previousWindow', 'sameWindowLastWeek']), field.dynamicNumber, baselineMapping],
    { error: BASELINE },
  )
  .meta({
    id: 'baseline',
    description:
      'previous (the last successful run of this pipeline), an experiment, a number, or the evaluations on spans of other windows of the project.',
    examples: [
      'previous',
      'previousWindow',
      'sameWindowLastWeek',
      { trailing: 7 },
      { range: { start: '2026-11-01T00:00:00Z', end: '2026-11-08T00:00:00Z' } },
      0.8,
      { experiment: 'good-one', dataset: 'questions' },
    ],
  });

const MEASURED = 'a step id, step/item key, or a list of them';
const measured = z.union(
  [
    z.string().min(1),
    z.array(z.string({ error: MEASURED }), { error: MEASURED }).min(1, { error: MEASURED }),
  ],
  { error: MEASURED },
);

const of = measured.optional().meta({
  description: 'Steps to measure together, as `step` or `step/item key`.',
  examples: [['answer']],
});

const bound = field.dynamicNumber.meta({ id: 'bound' }).optional();

const significance = field.number.optional().meta({
  description: 'A change counts only if a test finds it significant at this level, such as 0.05.',
});
const minSamples = field.dynamicCount
  .optional()
  .meta({ description: 'Fewer values count as no evidence. Default: 1.' });

const tested = { significance, onNoEvidence: field.oneOf(GATE_ANSWERS).optional() };

const bounds = {
  of,
  min: bound.meta({ description: 'Fails below this value.' }),
  max: bound.meta({ description: 'Fails above this value.' }),
  warnBelow: bound,
  warnAbove: bound,
  minSamples,
  baseline: baselineFile.optional(),
  maxDrop: bound.meta({ description: 'Fails if the value is lower than the baseline by more than this.' }),
  maxRise: bound.meta({ description: 'Fails if the value is higher than the baseline by more than this.' }),
  outsideControlLimits: bound.meta({
    description:
      'Fails if the value is farther from the mean of the trailing windows than this many of their standard deviations, such as 3.',
  }),
  ...tested,
};

const evaluation = field.nonEmptyText.meta({
  description: 'Name of the evaluation: the middle part of eval.<name>.score.',
});

const RANGE = 'a list of two numbers, like [0, 1]';
const range = z
  .tuple([field.number, field.number], { error: RANGE })
  .optional()
  .meta({
    description:
      'The lowest and highest possible score; a score outside fails the check. Default: any number.',
    examples: [[0, 1]],
  });

const BOUNDS = 'a mapping with a bound, like min or max';
const counted = z
  .strictObject(bounds, { error: field.unlessMapping(BOUNDS) })
  .meta({ id: 'check-of-counts', title: 'check of counts' });
const scored = z
  .strictObject({ evaluation, range, ...bounds }, { error: field.unlessMapping(`${BOUNDS}, and evaluation`) })
  .meta({ id: 'check-of-scores', title: 'check of scores' });
const labelled = z
  .strictObject(
    { evaluation, label: field.nonEmptyText, ...bounds },
    { error: field.unlessMapping(`${BOUNDS}, evaluation and label`) },
  )
  .meta({ id: 'check-of-labels', title: 'check of labels' });

const failed = z
  .strictObject(
    {
      evaluation,
      reason: field.oneOf(FAILURE_REASONS).optional().meta({
        description:
          'Only evaluations that failed for this reason, as their explanations tell. Default: any.',
      }),
      ...omit(bounds, 'significance'),
    },
    { error: field.unlessMapping(`${BOUNDS}, and evaluation`) },
  )
  .meta({ id: 'check-of-failures', title: 'check of failures' });

const DRIFT = 'a mapping with evaluation, baseline and max';
const drifted = z
  .strictObject(
    {
      evaluation,
      of,
      max: bound.meta({
        description: 'Fails if a larger share of labels than this would have to be others, 0 to 1.',
      }),
      warnAbove: bound,
      minSamples,
      baseline: baselineFile,
      ...tested,
    },
    { error: field.unlessMapping(DRIFT) },
  )
  .meta({ id: 'check-of-drift', title: 'check of drift' });

const PAIR = 'a list of two evaluations, or an evaluation and annotation.<name>';
const compared = z
  .strictObject(
    {
      between: z.tuple([field.nonEmptyText, field.nonEmptyText], { error: PAIR }).meta({
        description: 'Two evaluations of the same span or run; annotation.<name> is what people wrote.',
        examples: [['relevance', 'annotation.Correctness']],
      }),
      ...omit(bounds, 'significance'),
    },
    { error: field.unlessMapping(`${BOUNDS}, and between`) },
  )
  .meta({ id: 'check-of-agreement', title: 'check of agreement' });

const CHECK = `a mapping with one of ${MEASURES.join(', ')}`;

const checkFile = z
  .strictObject(
    {
      successShare: counted.optional().meta({ description: 'Share of successes, 0 to 1.' }),
      errorShare: counted.optional().meta({ description: 'Share of errors, 0 to 1.' }),
      samples: counted
        .optional()
        .meta({ description: 'Number of spans or examples that the runs processed.' }),
      meanScore: scored.optional(),
      medianScore: scored.optional(),
      minScore: scored.optional().meta({ description: 'The lowest score.' }),
      maxScore: scored.optional().meta({ description: 'The highest score.' }),
      labelShare: labelled.optional().meta({ description: 'Share of runs with this label, 0 to 1.' }),
      failedShare: failed.optional().meta({
        description: 'Share of evaluations of spans with neither a score nor a label, 0 to 1.',
      }),
      labelDrift: drifted.optional().meta({
        description: 'Share of labels that would have to be others to be spread as in the baseline, 0 to 1.',
      }),
      agreement: compared.optional().meta({ description: 'Share of equal labels, 0 to 1.' }),
      kappa: compared.optional().meta({ description: "Cohen's kappa: agreement beyond chance, -1 to 1." }),
      condition: field.expression.optional(),
    },
    { error: field.unlessMapping(CHECK) },
  )
  .meta({ title: 'check' });

const CHECKS = 'a list of at least one check';

/** A gate in a file: conditions on outcomes, counts and scores. */
export const gateFile = z
  .strictObject(
    {
      of,
      onNoEvidence: field.oneOf(GATE_ANSWERS).optional().meta({
        description: 'Result of a check without evidence. Default: fail.',
      }),
      checks: z.array(checkFile, { error: CHECKS }).min(1, { error: CHECKS }),
    },
    { error: field.unlessMapping('a mapping with checks') },
  )
  .meta({
    title: 'gate',
    examples: [{ checks: [{ meanScore: { evaluation: 'relevance', min: 0.8 } }] }],
  });

export type GateFile = z.infer<typeof gateFile>;
export type CheckFile = z.infer<typeof checkFile>;
export type BoundsFile = Exclude<NonNullable<CheckFile[keyof CheckFile]>, string>;
export type BaselineFile = z.infer<typeof baselineFile>;
