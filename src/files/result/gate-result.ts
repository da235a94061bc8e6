import { z } from 'zod';
import { FAILURE_REASONS } from '../../model/quality/tally/failure-reason.js';
import { GATE_ANSWERS, MEASURES } from '../../model/gate/gate.js';

const gateAnswer = z.enum(GATE_ANSWERS).meta({ id: 'GateAnswer' });

const baseline = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('previous') }),
  z.strictObject({
    kind: z.literal('experiment'),
    experiment: z.string(),
    dataset: z.string().exactOptional(),
    space: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('value'), value: z.number() }),
  z.strictObject({ kind: z.literal('previousWindow') }),
  z.strictObject({ kind: z.literal('sameWindowLastWeek') }),
  z.strictObject({ kind: z.literal('trailing'), windows: z.number() }),
  z.strictObject({ kind: z.literal('range'), start: z.string(), end: z.string() }),
]);

const gateCheck = z
  .strictObject({
    measure: z.enum(MEASURES),
    of: z.array(z.string()),
    evaluation: z.string().exactOptional(),
    label: z.string().exactOptional(),
    reason: z.enum(FAILURE_REASONS).exactOptional(),
    between: z.tuple([z.string(), z.string()]).exactOptional(),
    condition: z.string().exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    warnBelow: z.number().exactOptional(),
    warnAbove: z.number().exactOptional(),
    minSamples: z.number().exactOptional(),
    range: z.tuple([z.number(), z.number()]).exactOptional(),
    baseline: baseline.exactOptional(),
    maxDrop: z.number().exactOptional(),
    maxRise: z.number().exactOptional(),
    outsideControlLimits: z.number().exactOptional(),
    significance: z.number().exactOptional(),
    onNoEvidence: gateAnswer.exactOptional(),
  })
  .meta({ id: 'GateCheck' });

const scoreSummary = z
  .strictObject({
    count: z.number(),
    runs: z.number(),
    mean: z.number().nullable(),
    median: z.number().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    labels: z.record(z.string(), z.number()),
    histogram: z.array(z.number()),
  })
  .meta({ id: 'ScoreSummary' });

const windowEvidence = z
  .strictObject({
    projectId: z.string(),
    taskId: z.string().nullable(),
    start: z.string(),
    end: z.string(),
    filter: z.string().nullable(),
    spans: z.number(),
    attributedBy: z.enum(['run', 'task', 'window']).nullable(),
    requests: z.number(),
    value: z.number().nullable(),
    samples: z.number(),
    sampled: z.strictObject({ share: z.number(), error: z.number().nullable() }).exactOptional(),
    kept: z
      .strictObject({ runIds: z.array(z.string()), readAt: z.string() })
      .exactOptional()
      .meta({ description: 'From the ledger of quality, without a request.' }),
  })
  .meta({ id: 'WindowEvidence' });

const interval = z.tuple([z.number(), z.number()]);

const evidenceSource = z
  .strictObject({
    experimentIds: z.array(z.string()),
    runIds: z.array(z.string()),
    workflowId: z.string().exactOptional(),
    omitted: z.number().exactOptional(),
    windows: z.array(windowEvidence).exactOptional(),
    reused: z.array(z.string()).exactOptional(),
  })
  .meta({ id: 'EvidenceSource' });

const baselineFound = z.strictObject({
  value: z.number().nullable(),
  samples: z.number(),
  difference: z.number().nullable(),
  interval: interval.exactOptional().meta({ description: 'The 95 % interval of the difference.' }),
  pValue: z.number().nullable(),
  test: z.string().nullable(),
  source: evidenceSource,
  scores: scoreSummary.exactOptional(),
  control: z
    .strictObject({
      deviation: z.number(),
      limits: interval,
      windows: z.number(),
      falseAlarmShare: z.number(),
    })
    .exactOptional(),
});

const checkResult = z
  .strictObject({
    check: gateCheck,
    answer: gateAnswer,
    reason: z.string(),
    value: z.number().nullable().meta({ description: 'Null: no evidence.' }),
    samples: z.number(),
    interval: interval.exactOptional().meta({ description: 'The 95 % interval of the value.' }),
    source: evidenceSource,
    scores: scoreSummary.exactOptional(),
    failures: z.array(z.strictObject({ reason: z.string(), count: z.number() })).exactOptional(),
    confusion: z.array(z.strictObject({ a: z.string(), b: z.string(), count: z.number() })).exactOptional(),
    baseline: baselineFound.exactOptional(),
  })
  .meta({ id: 'CheckResult' });

/** A `GateResult` (`model/gate/gate.ts`). */
export const gateResult = z
  .strictObject({ answer: gateAnswer, checks: z.array(checkResult) })
  .meta({ id: 'GateResult' });
