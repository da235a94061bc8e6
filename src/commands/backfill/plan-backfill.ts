import { EXIT } from '../../model/temporal/exit-codes.js';
import { backfillPlanLines } from '../../terminal/views/backfill-plan-lines.js';
import type { CliContext } from '../base/context.js';
import { requireFolder, writeWhole } from '../base/output-file.js';
import { DOCUMENT_VERSION, Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { drawPicture } from './draw-picture.js';
import { checkFlags, makePlan } from './make-plan.js';
import type { MadePlan } from './make-plan.js';
import { conflictingBackfills } from '../../client/backfill/list-backfills.js';
import type { ConflictingBackfill } from '../../client/backfill/list-backfills.js';
import type { PlanFlags } from './plan-flags.js';

export interface PlanBackfillOptions extends CallOptions, PlanFlags {
  save?: string;
}

/** The kind of the document that `backfill start --plan` takes. */
export const PLAN_KIND = 'backfill-plan';

/** Shows what a backfill would do, and starts nothing. */
export async function planBackfill(context: CliContext, options: PlanBackfillOptions): Promise<number> {
  const given = checkFlags(options, context);
  if (options.save !== undefined) requireFolder('--save', options.save);
  const output = new Output(context, options);
  const { made, conflicts } = await withSession(context, options, async (session) => {
    const plan = await makePlan(session, context, options, given, (line) => output.warn(line));
    const running = await conflictingBackfills(session.client, plan.preview.plan);
    return { made: plan, conflicts: conflictNotes(running, session.flags) };
  });
  output.note(...given.notes);
  output.result(PLAN_KIND, made.preview, (style) =>
    backfillPlanLines(made.preview, drawPicture(made.preview.plan, made.proven), style),
  );
  for (const line of conflicts) output.warn(line);
  if (options.save !== undefined) save(options.save, made, output);
  return EXIT.success;
}

const conflictNotes = (running: readonly ConflictingBackfill[], flags: string): string[] =>
  running.map(
    ({ workflowId }) =>
      `A backfill of the same task is running for an overlapping range; its windows do not count as evaluated yet: ax-tasks backfill watch ${workflowId}${flags}`,
  );

function save(file: string, { preview }: MadePlan, output: Output): void {
  const document = { version: DOCUMENT_VERSION, kind: PLAN_KIND, data: preview };
  writeWhole(file, `${JSON.stringify(document, null, 2)}\n`);
  output.note(`Saved the plan to ${file}. To run it: ax-tasks backfill start --plan ${file}`);
}
