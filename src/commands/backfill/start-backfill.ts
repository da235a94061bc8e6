import { EXIT } from '../../model/temporal/exit-codes.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { parseBackfillPlan } from '../../files/backfill/parse-backfill-plan.js';
import { backfillPlanLines } from '../../terminal/views/backfill-plan-lines.js';
import type { CliContext } from '../base/context.js';
import { CliError, usageError } from '../base/cli-error.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../base/output.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import type { Notify } from '../../client/worker-gap.js';
import { drawPicture } from './draw-picture.js';
import { checkFlags, makePlan, previewOf } from './make-plan.js';
import type { MadePlan } from './make-plan.js';
import { PLAN_KIND } from './plan-backfill.js';
import type { PlanFlags } from './plan-flags.js';
import { runPlan } from './run-plan.js';
import type { RunPlanOptions } from './run-plan.js';
import { evaluatorsNow } from './resolve-task.js';
import { experienceOfPlan } from './task-experience.js';

export interface StartBackfillFlags extends RunPlanOptions, PlanFlags {
  plan?: string;
}

/** Plans a backfill (or reads a plan that was saved), shows it, and runs exactly that. */
export async function startBackfill(context: CliContext, options: StartBackfillFlags): Promise<number> {
  const planner = await plannerOf(context, options);
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const made = await planner.plan(session, (line) => output.warn(line));
    const { preview } = made;
    const picture = drawPicture(preview.plan, made.proven);
    if (preview.windows.count === 0) {
      output.result(PLAN_KIND, preview, (style) => backfillPlanLines(preview, picture, style));
      output.note('Nothing to do: no window is missing.');
      return EXIT.success;
    }
    output.note(...planner.notes, ...backfillPlanLines(preview, picture, output.errStyle), '');
    return runPlan(session, context, { preview }, output, options);
  });
}

interface Planner {
  plan: (session: Session, notify: Notify) => Promise<MadePlan>;
  notes: string[];
}

async function plannerOf(context: CliContext, options: StartBackfillFlags): Promise<Planner> {
  if (options.plan === undefined) {
    const given = checkFlags(options, context);
    return {
      plan: (session, notify) => makePlan(session, context, options, given, notify),
      notes: given.notes,
    };
  }
  const saved = await readPlan(context, options.plan, options);
  return { plan: (session, notify) => previewSaved(session, saved, notify), notes: [] };
}

async function previewSaved(session: Session, plan: BackfillPlan, notify: Notify): Promise<MadePlan> {
  if ((await evaluatorsNow(session, plan, notify)) !== plan.evaluators) throw outdated(plan);
  return { preview: previewOf(plan, await experienceOfPlan(session, plan, notify)), proven: [] };
}

// The ledger would say that the former evaluators did what the new ones do.
const outdated = ({ task }: BackfillPlan): CliError =>
  new CliError(`The evaluators of ${task.name} have changed since the plan was made.`, {
    exitCode: EXIT.refused,
    code: 'PlanOutdated',
    hint: 'Plan again: windows that the former evaluators covered may be missing for the new ones.',
  });

/** What a saved plan says already, and cannot be said again in other words. */
const IN_THE_PLAN = ['task', 'start', 'end', 'slice'] as const satisfies readonly (keyof PlanFlags)[];

async function readPlan(context: CliContext, file: string, options: PlanFlags): Promise<BackfillPlan> {
  const given = IN_THE_PLAN.filter((name) => options[name] !== undefined);
  if (given.length > 0)
    throw usageError(
      `${given.map((name) => `--${name}`).join(', ')} cannot be used with --plan: the plan is run exactly as saved`,
    );
  return parseBackfillPlan(await readSpec('plan', file, context), file === '-' ? 'stdin' : file);
}
