import { z } from 'zod';
import { time, window } from './parts.js';

const scoreOrNull = z.number().nullable();

const summary = z
  .strictObject({
    evaluated: z.number().meta({ description: 'Spans that bear the evaluation.' }),
    count: z.number().meta({ description: 'Of these, with a score.' }),
    unreadable: z.number(),
    mean: scoreOrNull,
    sd: scoreOrNull.meta({ description: 'Of the sample; null for fewer than two scores.' }),
    min: scoreOrNull,
    max: scoreOrNull,
    quartiles: z.tuple([z.number(), z.number(), z.number()]).nullable(),
    labels: z.record(z.string(), z.number()).meta({ description: 'How many spans bear each label.' }),
    otherLabels: z.number(),
    histogram: z.array(z.number()).meta({ description: 'Scores in equal parts from min to max.' }),
  })
  .meta({ id: 'MergedSummary' });

const worstSpan = z.strictObject({
  traceId: z.string(),
  spanId: z.string(),
  startedAt: time,
  score: z.number(),
  label: z.string().nullable(),
});

const trend = z
  .strictObject({
    measure: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('mean') }),
        z.strictObject({ kind: z.literal('share'), label: z.string() }),
      ])
      .meta({ description: 'The mean score, or the share of a label.' }),
    limits: z.strictObject({ centre: z.number(), lower: z.number(), upper: z.number() }).nullable().meta({
      description: 'Three standard deviations of the values around their mean; null for fewer than five.',
    }),
    points: z.array(z.strictObject({ window, value: z.number(), samples: z.number() })),
  })
  .meta({ id: 'WindowTrend', description: 'The last windows of the task, from the oldest to the newest.' });

/** A `RunQuality` (`model/quality/run-quality.ts`). */
export const runQuality = z
  .strictObject({
    projectId: z.string(),
    projectUrl: z.string().exactOptional().meta({ description: 'Where the Arize UI shows the project.' }),
    window,
    spans: z.number().meta({ description: 'Spans that were read.' }),
    isSample: z.boolean().meta({ description: 'Only some of the spans were read.' }),
    evaluations: z.array(
      z.strictObject({
        name: z.string(),
        attributedBy: z.enum(['run', 'task', 'window']),
        summary,
        worst: z.array(worstSpan).meta({ description: 'The lowest scores.' }),
        trend: trend.exactOptional(),
      }),
    ),
  })
  .meta({ id: 'RunQuality', description: 'What the evaluations of a run said of the spans of its window.' });
