import { z } from 'zod';
import { COVERAGE_STATES } from '../../model/coverage/coverage.js';
import type { CoverageVerification } from '../../model/coverage/verify-coverage.js';
import { time, window } from './parts.js';

const count = z.number();

const total = z
  .strictObject({
    value: count,
    error: z
      .number()
      .nullable()
      .meta({ description: 'Half of the 95 % interval; null: too few windows were read to tell.' }),
  })
  .meta({ id: 'Total' });

const writers = z
  .record(z.string(), count)
  .meta({ description: 'Spans with an evaluation, by the run that wrote it; other: none is named.' });

const late = count.nullable().meta({
  description: 'Spans that came after their window was proven; null: it cannot be told.',
});

const row = z
  .strictObject({
    dataStartTime: time,
    dataEndTime: time,
    state: z
      .enum(COVERAGE_STATES as [string, ...string[]])
      .nullable()
      .meta({ description: 'null: no run is known.' }),
    runIds: z.array(z.string()).meta({ description: 'The newest first.' }),
    spans: count,
    evaluated: count,
    without: count,
    late,
    writers,
  })
  .meta({ id: 'VerifiedRow' });

/** What `ax-tasks coverage --verify -o json` prints. */
export const verificationDocument = z.strictObject({
  version: z.literal(1),
  kind: z.literal('coverage-verification'),
  data: z.strictObject({
    task: z.strictObject({ id: z.string(), name: z.string() }),
    range: window,
    verifiedAt: time,
    evaluations: z.array(z.string()),
    filter: z.string().nullable(),
    samplingRate: z.number(),
    windows: z.strictObject({ total: count, compared: count }),
    requests: count,
    spans: z.strictObject({ total: count, evaluated: count, without: count, late }),
    estimate: z
      .strictObject({ total, without: total, late: total })
      .nullable()
      .meta({ description: 'For the whole range, from a sample; null: all windows were compared.' }),
    attributedBy: z.enum(['run', 'none']),
    writers,
    findings: z.array(row),
    omitted: count,
  } satisfies Record<keyof CoverageVerification, z.ZodType>),
});

/** The JSON Schema (draft 7) of what `ax-tasks coverage --verify -o json` prints. */
export const verificationJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(verificationDocument, { target: 'draft-07' }),
  title: 'ax-tasks coverage verification',
});
