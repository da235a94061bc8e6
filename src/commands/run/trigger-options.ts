import type { RunTaskInput } from '../../model/run/inputs.js';
import type { AmbiguityPolicy, NameTakenPolicy } from '../../model/api/policies.js';
import type { TriggerFields } from '../../model/api/requests.js';
import { futureWarning, toUtc, windowProblem } from '../../model/time/window.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readMetadata } from '../input/read-metadata.js';
import type { NotifyOption } from '../notification/notify-option.js';
import type { SpaceOption } from '../input/space.js';
import type { CallOptions } from '../session/call-once.js';
import type { WaitFlags } from './wait-options.js';

export interface TriggerRunOptions extends CallOptions, SpaceOption, WaitFlags, NotifyOption {
  dataStartTime?: string;
  dataEndTime?: string;
  window?: string;
  timeZone?: string;
  maxSpans?: number;
  overrideEvaluations?: boolean;
  experimentIds?: string[];
  experimentName?: string;
  queryFilter?: string;
  datasetVersionId?: string;
  exampleIds?: string[];
  maxExamples?: number;
  tracingMetadata?: string;
  evaluationTaskIds?: string[];
  key?: string;
  wait?: boolean;
  force?: boolean;
  onAmbiguous?: AmbiguityPolicy;
  onNameTaken?: NameTakenPolicy;
  shareDataset?: boolean;
  /** In milliseconds by the time it is read. */
  settle?: number;
}

/** What to do about an answer that leaves open whether there is a run, and about a name that is taken. */
export const triggerPolicyOf = ({
  onAmbiguous,
  onNameTaken,
  shareDataset,
  settle,
}: TriggerRunOptions): Pick<RunTaskInput, 'onAmbiguous' | 'onNameTaken' | 'shareDataset' | 'settleMs'> => ({
  ...(onAmbiguous === undefined ? {} : { onAmbiguous }),
  ...(onNameTaken === undefined ? {} : { onNameTaken }),
  ...(shareDataset === undefined ? {} : { shareDataset }),
  ...(settle === undefined ? {} : { settleMs: settle }),
});

const WAIT_ONLY = {
  pollInterval: '--poll-interval',
  timeout: '--timeout',
  onTimeout: '--on-timeout',
  stalledAfter: '--stalled-after',
  onStalled: '--on-stalled',
  maxErrorShare: '--max-error-share',
  allowEmpty: '--allow-empty',
  cancelOnInterrupt: '--cancel-on-interrupt',
  junit: '--junit',
  html: '--html',
  summary: '--summary',
} as const;

/** Flags of waiting mean nothing without `--wait`: dropping them silently would leave somebody without a deadline. */
export function requireWait(options: TriggerRunOptions): void {
  if (options.wait === true) return;
  const given = Object.entries(WAIT_ONLY).filter(
    ([name]) => options[name as keyof typeof WAIT_ONLY] !== undefined,
  );
  if (given.length === 0) return;
  throw usageError(`${given.map(([, flag]) => flag).join(', ')} can only be used with --wait`);
}

/** The fields of the trigger, as far as they can be checked before the task's type is known. */
export async function triggerFieldsOf(
  context: CliContext,
  options: TriggerRunOptions,
): Promise<{ trigger: TriggerFields; notes: string[]; warning: string | null }> {
  const { tracingMetadata } = options;
  const nowMs = context.nowMs();
  const { window, shown, notes } = await givenWindow(options, nowMs);
  const fields = { ...plainFields(options), ...window };
  const problem = windowProblem({ ...fields, ...shown });
  if (problem !== null) throw usageError(`--data-start-time and --data-end-time: ${problem}`);
  const warning = futureWarning(fields, nowMs);
  if (tracingMetadata === undefined) return { trigger: fields, notes, warning };
  const metadata = await readMetadata(tracingMetadata, context);
  return { trigger: { ...fields, tracingMetadata: metadata }, notes, warning };
}

/** The ends of the window as far as they were given: in UTC, and as they are to be shown. */
async function givenWindow(
  { dataStartTime: start, dataEndTime: end, window, timeZone }: TriggerRunOptions,
  nowMs: number,
): Promise<{ window: TriggerFields; shown: TriggerFields; notes: string[] }> {
  const flags = { start, end, window, timeZone };
  if (Object.values(flags).every((value) => value === undefined)) return { window: {}, shown: {}, notes: [] };
  // Most runs name no time, and what reads times is large.
  const { readEnds, shownMoment } = await import('../input/read-ends.js');
  const { startMs, endMs, notes } = readEnds(flags, nowMs, WINDOW_FLAGS);
  const fieldsOf = (shown: (text: string | undefined, ms: number) => string): TriggerFields => ({
    ...(startMs === null ? {} : { dataStartTime: shown(start, startMs) }),
    ...(endMs === null ? {} : { dataEndTime: shown(end, endMs) }),
  });
  return { window: fieldsOf((_, ms) => toUtc(ms)), shown: fieldsOf(shownMoment), notes };
}

const WINDOW_FLAGS = ['--data-start-time', '--data-end-time'] as const;

const FIELDS = [
  'maxSpans',
  'overrideEvaluations',
  'experimentIds',
  'experimentName',
  'queryFilter',
  'datasetVersionId',
  'exampleIds',
  'maxExamples',
  'evaluationTaskIds',
] as const satisfies readonly (keyof TriggerFields)[];

const plainFields = (options: TriggerRunOptions): TriggerFields =>
  Object.fromEntries(
    FIELDS.map((name) => [name, options[name]]).filter(([, value]) => value !== undefined),
  ) as TriggerFields;
