import { z } from 'zod';
import { gateResult } from './gate-result.js';
import { json, outcomeKind, runCounts, stepState, time, verdict } from './parts.js';
import { runQuality } from './run-quality.js';
import { runResult } from './run-result.js';

const approvalResult = z
  .strictObject({
    decision: z.enum(['approved', 'rejected', 'expired']),
    by: z.string().nullable(),
    reason: z.string().nullable(),
    at: time,
  })
  .meta({ id: 'ApprovalResult' });

const itemResult = z
  .strictObject({
    key: z.string(),
    value: json,
    state: stepState,
    reason: z.string().nullable(),
    outcome: outcomeKind.nullable(),
    runId: z.string().nullable(),
    experimentId: z.string().nullable(),
    counts: runCounts.nullable(),
    attempts: z.number(),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    isUnresolved: z.literal(true).exactOptional(),
  })
  .meta({ id: 'ItemResult', description: 'One item of a fan-out, in brief.' });

const ensured = z.strictObject({ taskId: z.string(), action: z.enum(['created', 'updated', 'unchanged']) });

const stepResult = z
  .strictObject({
    id: z.string(),
    state: stepState,
    reason: z.string().nullable(),
    kind: z.enum(['run', 'ensure', 'activity', 'approval', 'gate']),
    result: runResult.nullable(),
    attempts: z.number(),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    experimentIds: z.array(z.string()).exactOptional(),
    gate: gateResult.exactOptional(),
    quality: runQuality.exactOptional(),
    approval: approvalResult.exactOptional(),
    ensured: ensured.exactOptional(),
    items: z.array(itemResult).exactOptional(),
    itemsLeftOut: z.number().exactOptional(),
    outputs: z.record(z.string(), json).exactOptional(),
    because: z.string().exactOptional(),
    isUnresolved: z.literal(true).exactOptional(),
    isIgnored: z.literal(true).exactOptional(),
    isKept: z.literal(true).exactOptional(),
  })
  .meta({ id: 'StepResult' });

/** A `PipelineResult` (`model/pipeline/results.ts`). */
export const pipelineResult = z
  .strictObject({
    name: z.string(),
    verdict,
    steps: z.array(stepResult),
    workflowId: z.string(),
    startedAt: time,
    endedAt: time,
    labels: z.record(z.string(), z.string()),
    inputs: z.record(z.string(), json),
    outputs: z.record(z.string(), json).meta({ description: 'Null: the output has no value.' }),
    rerunOf: z.strictObject({ workflowId: z.string(), executionId: z.string() }).exactOptional(),
  })
  .meta({ id: 'PipelineResult' });
