import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { formatPath } from '../document/finding.js';
import { backfillPlanDocument } from './backfill-plan.js';
import { SpecError } from '../document/spec-error.js';

/**
 * A plan that `backfill plan` saved, checked.
 * @throws SpecError where it is none, or one of a later version
 */
export function parseBackfillPlan(text: string, fileName: string): BackfillPlan {
  const problem = (message: string, path = ''): SpecError =>
    new SpecError(fileName, [{ line: 1, column: 1, path, message }]);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw problem('the file is not valid JSON, expected a plan of `ax-tasks backfill plan --save`');
  }
  const checked = backfillPlanDocument.safeParse(data);
  if (checked.success) return checked.data.data.plan;
  const [issue] = checked.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)));
  throw problem(
    `is not as in a backfill's plan of this version: ${issue?.message ?? 'unknown'}`,
    formatPath(path),
  );
}
