import { z } from 'zod';
import { outcome, runCounts, time, verdict, window } from './parts.js';

const runReport = z
  .strictObject({
    runId: z.string(),
    taskId: z.string(),
    status: z.enum(['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'UNKNOWN']),
    counts: runCounts,
    experimentId: z.string().nullable(),
    failureReason: z.string().nullable(),
    dataStartTime: time.nullable(),
    dataEndTime: time.nullable(),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
  })
  .meta({ id: 'RunReport', description: 'A run as it was last seen.' });

const candidate = z.strictObject({
  runId: z.string(),
  createdAt: time,
  status: z.string(),
  experimentId: z.string().nullable(),
  isCertain: z.boolean(),
});

const provenance = z
  .strictObject({
    how: z.enum(['created', 'adopted', 'adopted-after-duplicates', 'attached', 'reused']),
    posts: z.number(),
    candidates: z.array(candidate),
    duplicates: z.array(z.strictObject({ runId: z.string(), status: z.string() })).exactOptional(),
    duplicatesUnknown: z.string().exactOptional(),
  })
  .meta({ id: 'Provenance', description: 'How the run came to be this intent’s run.' });

const chainedResult = z
  .strictObject({
    taskId: z.string(),
    runId: z.string().nullable(),
    run: runReport.nullable(),
    outcome,
    verdict,
  })
  .meta({ id: 'ChainedResult', description: 'An evaluation that the service started after an experiment.' });

/** A `RunResult` (`model/run/run-result.ts`). */
export const runResult = z
  .strictObject({
    taskId: z.string().nullable(),
    taskName: z.string().nullable(),
    runId: z.string().nullable(),
    run: runReport.nullable(),
    experimentId: z.string().nullable(),
    experimentName: z.string().nullable(),
    window: window.nullable(),
    outcome,
    verdict,
    provenance,
    stalledMs: z.number().exactOptional(),
    chained: z.array(chainedResult).exactOptional(),
  })
  .meta({ id: 'RunResult' });
