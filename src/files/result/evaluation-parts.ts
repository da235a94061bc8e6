import { z } from 'zod';

/** Parts of documents about what evaluations said. */

export const scoreOrNull = z.number().nullable();

/** Numbers of spans and scores that the summaries of all documents have. */
export const scoreFields = {
  evaluated: z.number().meta({ description: 'Spans that bear the evaluation.' }),
  count: z.number().meta({ description: 'Of these, with a score.' }),
  unreadable: z.number(),
  mean: scoreOrNull,
  sd: scoreOrNull.meta({ description: 'Of the sample; null for fewer than two scores.' }),
  min: scoreOrNull,
  max: scoreOrNull,
};

export const labelFields = {
  labels: z.record(z.string(), z.number()).meta({ description: 'How many spans bear each label.' }),
  otherLabels: z.number(),
};

export const limits = z
  .strictObject({ centre: z.number(), lower: z.number(), upper: z.number() })
  .nullable()
  .meta({
    description: 'Three standard deviations of the values around their mean; null for fewer than five.',
  });
