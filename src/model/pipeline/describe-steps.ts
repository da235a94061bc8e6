import type { PipelineMemo, StepMemo, StepNote } from './pipeline-memo.js';
import type { Plan, Step } from './plan.js';
import { kindOf } from './plan.js';
import type { StepResult } from './results.js';
import { stateOf } from './attempts.js';

/** The memo `steps` of a plan. */
export const stepMemos = ({ steps, finally: last = [] }: Plan): StepMemo[] => [
  ...steps.map((step) => stepMemo(step)),
  ...last.map((step) => ({ ...stepMemo(step), isFinally: true })),
];

const stepMemo = (step: Step): StepMemo => ({
  id: step.id,
  needs: step.needs,
  task: step.task ?? step.ensure?.name ?? step.activity?.name ?? '',
  ...(kindOf(step) === 'run' ? {} : { kind: kindOf(step) }),
  ...(step.fanOut === undefined ? {} : { isFanOut: true }),
  ...(step.when === undefined || step.when === 'success' ? {} : { when: step.when }),
});

/** What the memo `pipeline` is made from. */
export interface ReportedPipeline {
  paused: { atMs: number; by: string; reason?: string } | null;
  deadlineMs: number | null;
  /** The notes of running steps. */
  notes: ReadonlyMap<string, StepNote>;
  results: ReadonlyMap<string, StepResult>;
}

/** Longer reasons are cut: a memo is limited in size and is written again at each change. */
const MAX_REASON = 200;

export function pipelineMemo({ paused, deadlineMs, notes, results }: ReportedPipeline): PipelineMemo {
  const ended = [...results.values()].flatMap((result) => {
    const note = endNote(result);
    return note === null ? [] : [[result.id, note] as const];
  });
  return {
    pausedAt: paused === null ? null : new Date(paused.atMs).toISOString(),
    pausedBy: paused?.by ?? null,
    ...(paused?.reason === undefined ? {} : { pausedReason: paused.reason.slice(0, MAX_REASON) }),
    deadlineAt: deadlineMs === null ? null : new Date(deadlineMs).toISOString(),
    steps: Object.fromEntries([...notes, ...ended]),
  };
}

/** Null if observers see the same in the step's only child workflow. */
function endNote(ended: StepResult): StepNote | null {
  const { result, state, reason, attempts, endedAt } = ended;
  const isPlain = result !== null && attempts === 1 && ended.kind === 'run' && ended.ensured === undefined;
  const isMarked = ended.gate !== undefined || ended.isKept === true || ended.isIgnored === true;
  if (isPlain && !isMarked && stateOf(result) === state) return null;
  return {
    phase: 'ended',
    since: endedAt ?? '',
    state,
    ...(ended.isIgnored === true ? { isIgnored: true } : {}),
    ...(reason === null ? {} : { reason: reason.slice(0, MAX_REASON) }),
    ...(attempts > 1 ? { attempt: attempts } : {}),
  };
}
