import { z } from 'zod';
import { GATE_ANSWERS, MEASURES } from '../../model/gate/gate.js';
import * as field from '../document/fields.js';

const BASELINE = 'previous, a number, or a mapping with experiment';

const baselineFile = z
  .union(
    [
      z.literal('previous'),
      field.dynamicNumber,
      z
        .strictObject(
          {
            experiment: field.nonEmptyText.meta({ description: 'Name or ID.' }),
            dataset: field.nonEmptyText
              .optional()
              .meta({ description: 'Name or ID, for an experiment name.' }),
            space: field.nonEmptyText.optional(),
          },
          { error: field.unlessMapping(BASELINE) },
        )
        .meta({ title: 'baseline' }),
    ],
    { error: BASELINE },
  )
  .meta({
    id: 'baseline',
    description: 'previous (the last successful run of this pipeline), an experiment, or a number.',
    examples: ['previous', 0.8, { experiment: 'good-one', dataset: 'questions' }],
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

const bounds = {
  of,
  min: bound.meta({ description: 'Fails below this value.' }),
  max: bound.meta({ description: 'Fails above this value.' }),
  warnBelow: bound,
  warnAbove: bound,
  minSamples: field.dynamicCount
    .optional()
    .meta({ description: 'Fewer values count as no evidence. Default: 1.' }),
  baseline: baselineFile.optional(),
  maxDrop: bound.meta({ description: 'Fails if the value is lower than the baseline by more than this.' }),
  maxRise: bound.meta({ description: 'Fails if the value is higher than the baseline by more than this.' }),
  significance: field.number.optional().meta({
    description: 'A drop or rise counts only if a test finds it significant at this level, such as 0.05.',
  }),
  onNoEvidence: field.oneOf(GATE_ANSWERS).optional(),
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
export type BoundsFile = z.infer<typeof labelled> | z.infer<typeof scored> | z.infer<typeof counted>;
export type BaselineFile = z.infer<typeof baselineFile>;
