import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { InvalidFileError } from '../document/finding.js';
import { locate } from '../document/locate.js';
import { readDocument } from '../document/read-document.js';
import { z } from 'zod';
import { ownMember } from '../../model/base/objects.js';
import { MAX_WINDOWS } from '../../model/backfill/backfill.js';
import { AMBIGUITY_POLICIES, DEADLINE_POLICIES } from '../../model/api/policies.js';
import { windowListProblem } from '../../model/backfill/backfill-problem.js';
import { instantMs } from '../../model/time/window.js';

/**
 * Reads a plan that `backfill plan` saved.
 * @throws InvalidFileError if it is not a plan of this version.
 */
export function parseBackfillPlan(text: string, fileName: string): BackfillPlan {
  const problem = (message: string): InvalidFileError =>
    new InvalidFileError(fileName, [{ line: 1, column: 1, path: '', message }]);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw problem('the file is not valid JSON, expected a plan saved by `ax-tasks backfill plan --save`');
  }
  const checked = backfillPlanDocument.safeParse(data);
  if (checked.success) return checked.data.data.plan;
  const [issue] = checked.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)));
  const message = `does not match a backfill plan of this version: ${issue?.message ?? 'unknown'}${variableHint(data, path)}`;
  const document = readDocument(text, fileName, { noun: 'a plan', members: 'version, kind and data' });
  throw new InvalidFileError(fileName, [locate(document, { path, message })]);
}

/** A plan is saved as it will run, so nothing of it comes from the environment later. */
function variableHint(data: unknown, path: readonly (string | number)[]): string {
  const value = path.reduce<unknown>(
    (inside, part) => ownMember(Object(inside) as Record<string, unknown>, String(part)),
    data,
  );
  return typeof value === 'string' && value.includes('${')
    ? '; a saved plan reads no variables: give flags to `backfill plan`'
    : '';
}

const count = z.int().min(1);
const share = z.number().min(0).max(1);
const ms = z.int().min(0);
const time = z.string().refine((text) => instantMs(text) !== null, 'expected a time with a time zone');

const options = z.strictObject({
  limit: count,
  order: z.enum(['oldest-first', 'newest-first']),
  canary: z.int().min(0),
  failures: z.strictObject({ share, after: z.int().min(0), then: z.enum(['pause', 'stop']) }).nullable(),
  maxRuns: count.nullable(),
  maxSpansInAll: count.nullable(),
  minSliceMs: count,
  attempts: count,
  tolerance: z.strictObject({
    maxErrorShare: share.exactOptional(),
    allowEmpty: z.boolean().exactOptional(),
    allowTruncated: z.boolean().exactOptional(),
  }),
  wait: z.strictObject({
    pollIntervalMs: z.int().min(1000).exactOptional(),
    timeoutMs: count.exactOptional(),
    onTimeout: z.enum(DEADLINE_POLICIES).exactOptional(),
  }),
  onAmbiguous: z.enum(AMBIGUITY_POLICIES),
  settleMs: ms,
  verifyRequests: z.int().min(0),
});

const windows = z
  .array(z.strictObject({ startMs: z.int(), lengths: z.array(z.tuple([count, count])).min(1) }))
  .superRefine((list, context) => {
    const problem = windowListProblem(list, MAX_WINDOWS);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

/** A `BackfillPlan`, as `backfill plan` writes it. */
const backfillPlan = z.strictObject({
  task: z.strictObject({ id: z.string().min(1), name: z.string() }),
  evaluators: z.string(),
  range: z.strictObject({ dataStartTime: time, dataEndTime: time }),
  timeZone: z.string(),
  slice: z.string(),
  windows,
  maxSpans: count.nullable(),
  overrideEvaluations: z.boolean(),
  options,
}) satisfies z.ZodType<BackfillPlan>;

/** The document that contains the plan. Its other fields are for people. */
const backfillPlanDocument = z.object({
  version: z.literal(1),
  kind: z.literal('backfill-plan'),
  data: z.object({ plan: backfillPlan }),
});
