import { z } from 'zod';
import { gateResult } from './gate-result.js';
import { json, outcomeKind, runCounts, stepState, time, verdict } from './parts.js';
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
  })
  .meta({ id: 'ItemResult', description: 'An item of a fan-out, in short.' });

const ensured = z.strictObject({ taskId: z.string(), action: z.enum(['created', 'updated', 'unchanged']) });

const stepResult = z
  .strictObject({
    id: z.string(),
    state: stepState,
    reason: z.string().nullable(),
    result: runResult.nullable(),
    kind: z.enum(['run', 'ensure', 'activity', 'approval', 'gate']).exactOptional(),
    attempts: z.number().exactOptional(),
    startedAt: time.nullable().exactOptional(),
    endedAt: time.nullable().exactOptional(),
    experimentIds: z.array(z.string()).exactOptional(),
    gate: gateResult.exactOptional(),
    approval: approvalResult.exactOptional(),
    ensured: ensured.exactOptional(),
    items: z.array(itemResult).exactOptional(),
    itemsLeftOut: z.number().exactOptional(),
    outputs: z.record(z.string(), json).exactOptional(),
    because: z.string().exactOptional(),
    isIgnored: z.literal(true).exactOptional(),
    isKept: z.literal(true).exactOptional(),
  })
  .meta({ id: 'StepResult' });

/** A `PipelineResult` (`model/results.ts`). */
export const pipelineResult = z
  .strictObject({
    name: z.string(),
    verdict,
    steps: z.array(stepResult),
    workflowId: z.string().exactOptional(),
    startedAt: time.exactOptional(),
    endedAt: time.exactOptional(),
    labels: z.record(z.string(), z.string()).exactOptional(),
    inputs: z.record(z.string(), json).exactOptional(),
    outputs: z.record(z.string(), json).exactOptional(),
    rerunOf: z.strictObject({ workflowId: z.string(), executionId: z.string() }).exactOptional(),
  })
  .meta({ id: 'PipelineResult' });
