import { z } from 'zod';
import { labelFields, limits, scoreFields } from './evaluation-parts.js';
import { time, window } from './parts.js';

const summary = z
  .strictObject({
    ...scoreFields,
    quartiles: z.tuple([z.number(), z.number(), z.number()]).nullable(),
    ...labelFields,
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
    limits,
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
