import { EXIT } from '../../model/temporal/exit-codes.js';
import { scheduleId } from '../../model/temporal/names.js';
import { appliedLine, planLines } from '../../terminal/views/schedule-preview.js';
import type { Applied } from '../../terminal/views/schedule-preview.js';
import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import { Output } from '../base/output.js';
import { requireSearchAttributes, requireSize } from '../../client/start.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { deedOf, memoOf, planApply } from './apply-plan.js';
import type { ApplyPlan } from './apply-plan.js';
import { requireNames } from './check-work.js';
import { readSchedules } from './read-schedule.js';
import type { ReadSchedule } from './read-schedule.js';
import { scheduleOptions } from '../../client/schedule/schedule-options.js';
import { createSchedule, updateSchedule } from '../../client/schedule/update-schedule.js';

export interface ApplyOptions extends CallOptions {
  dryRun?: boolean;
  force?: boolean;
  /** False: apply without looking up what the files name. */
  check?: boolean;
}

/** Makes schedules what their files say, after showing what that changes; asks only where something would be lost. */
export async function applySchedules(
  context: CliContext,
  options: ApplyOptions,
  ...files: string[]
): Promise<number> {
  const parsed = await readSchedules(files, context);
  const output = new Output(context, options);
  return withSession(context, options, (session) => applyParsed(session, parsed, options, output, context));
}

async function applyParsed(
  session: Session,
  parsed: readonly ReadSchedule[],
  { dryRun = false, force = false, check = true }: ApplyOptions,
  output: Output,
  context: CliContext,
): Promise<number> {
  if (session.hasSearchAttributes) await requireSearchAttributes(session.client);
  const plans: ApplyPlan[] = [];
  for (const schedule of parsed) plans.push(await planApply(session, schedule, context.nowMs()));
  const changing = parsed.filter((_, at) => plans[at] !== undefined && deedOf(plans[at]) !== 'unchanged');
  if (check) await requireNames(session, changing, output);
  if (dryRun) {
    const schedules = plans.map((plan) => appliedOf(plan, true));
    output.result('schedules-applied', { isDryRun: true, schedules }, (style) =>
      schedules.flatMap((each) => [...planLines(each, style), '']),
    );
    return EXIT.success;
  }
  for (const plan of plans) output.note(...planLines(appliedOf(plan, false), output.errStyle), '');
  await confirmLosses(plans, force, output, context);
  for (const plan of plans) await applyPlan(session, plan, context.nowMs());
  const schedules = plans.map((plan) => appliedOf(plan, false));
  output.result('schedules-applied', { isDryRun: false, schedules }, (style) =>
    schedules.map((each) => appliedLine(each, style)),
  );
  return EXIT.success;
}

async function confirmLosses(
  plans: readonly ApplyPlan[],
  force: boolean,
  output: Output,
  context: CliContext,
): Promise<void> {
  const losses = plans.filter((plan) => deedOf(plan) !== 'unchanged').flatMap((plan) => plan.losses);
  if (losses.length === 0) return;
  for (const loss of losses) output.warn(`${loss}.`);
  await confirm('Apply anyway?', { force }, context);
}

async function applyPlan(session: Session, plan: ApplyPlan, nowMs: number): Promise<void> {
  const deed = deedOf(plan);
  if (deed === 'unchanged') return;
  const memo = memoOf(plan, nowMs);
  const options = scheduleOptions(memo, session);
  requireSize(`The schedule ${plan.definition.name}`, { memo, args: options.action.args });
  if (plan.existing !== null) return updateSchedule(plan.existing, options);
  await createSchedule(session.client, plan.definition.name, options);
}

function appliedOf(plan: ApplyPlan, isDryRun: boolean): Applied {
  const { definition, existing, changes, drift, losses, watermarkMs, coming } = plan;
  return {
    name: definition.name,
    scheduleId: scheduleId(definition.name),
    deed: deedOf(plan),
    isDryRun,
    isPaused: existing?.description.state.paused ?? false,
    changes,
    drift,
    losses,
    watermark: watermarkMs === null ? null : new Date(watermarkMs).toISOString(),
    ...coming,
  };
}
