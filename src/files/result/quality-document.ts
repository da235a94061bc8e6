import { z } from 'zod';
import { labelFields, limits, scoreFields, scoreOrNull } from './evaluation-parts.js';
import { time } from './parts.js';

const summary = z
  .strictObject({
    ...scoreFields,
    ...labelFields,
    histogram: z
      .array(z.number())
      .meta({ description: 'Scores in equal parts from min to max; empty for several windows.' }),
    q1: scoreOrNull.meta({
      description: 'Quartiles are null for several windows: parts do not determine them.',
    }),
    median: scoreOrNull,
    q3: scoreOrNull,
  })
  .meta({ id: 'QualitySummary', description: 'What the evaluations of some time amount to.' });

const point = z
  .strictObject({
    dataStartTime: time,
    dataEndTime: time,
    windows: z.number().meta({ description: 'Windows that start in the slice and whose quality is known.' }),
    spans: z.number(),
    isSample: z.boolean().meta({ description: 'Only some of the spans were read; all counts are of these.' }),
    value: scoreOrNull.meta({ description: 'Mean score, or share of the label; null: not known.' }),
    samples: z.number().meta({ description: 'Scores or labels that the value rests on.' }),
    summary: summary.nullable(),
  })
  .meta({ id: 'QualityPoint' });

const trend = z
  .strictObject({
    evaluation: z.string(),
    measure: z.enum(['mean', 'share']),
    label: z.string().nullable(),
    limits,
    total: summary.nullable(),
    points: z.array(point),
  })
  .meta({ id: 'QualityTrend' });

/** What `ax-tasks quality -o json` prints. */
export const qualityDocument = z.strictObject({
  version: z.literal(1),
  kind: z.literal('quality'),
  data: z.strictObject({
    task: z.strictObject({ id: z.string(), name: z.string() }),
    dataStartTime: time,
    dataEndTime: time,
    timeZone: z.string(),
    slice: z.string().meta({ description: 'Length by the calendar, such as 1d.' }),
    by: z.string().meta({ description: 'evaluator, label, or the path of an attribute.' }),
    slices: z.number(),
    unknown: z.number().meta({ description: 'Slices of which nothing is known.' }),
    trends: z.array(trend),
  }),
});

/** The JSON Schema (draft 7) of quality documents, for whoever reads them with a program. */
export const qualityJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(qualityDocument, { target: 'draft-07' }),
  title: 'ax-tasks quality',
});
