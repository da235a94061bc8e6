import type { StepMemo, StepNote } from '../../model/pipeline/pipeline-memo.js';
import { stageOfStep } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot, StepStage } from '../../model/pipeline/snapshot.js';
import { clockTime } from '../../model/time/window.js';

const STAGES: Readonly<Record<Exclude<StepNote['phase'], 'ended' | 'child'>, StepStage>> = {
  approval: 'awaiting-approval',
  gate: 'judging',
  preparing: 'preparing',
  backoff: 'backing-off',
  activity: 'working',
};

/** Whether a step can have no run at this point, so that there is no child to ask for. */
export function isWithoutRun({ kind = 'run' }: StepMemo, { phase, state }: StepNote): boolean {
  if (kind !== 'run' || phase === 'approval' || phase === 'activity' || phase === 'preparing') return true;
  return phase === 'ended' && state === 'skipped';
}

/** A step with what the pipeline says of it, over what its last run shows. */
export function withNote(step: StepSnapshot, note: StepNote): StepSnapshot {
  const { phase, since, until, attempt, reason } = note;
  const facts = {
    ...step,
    ...(since === '' ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(reason === undefined ? {} : { reason }),
    ...(attempt === undefined || attempt === 1 ? {} : { attempt }),
  };
  if (phase === 'child') return facts;
  if (phase === 'ended') return { ...facts, ...endOf(step, note) };
  return {
    ...facts,
    stage: STAGES[phase],
    startedAt: step.startedAt ?? since,
    endedAt: null,
    note: noteOf(note) ?? reason ?? null,
  };
}

function endOf(
  step: StepSnapshot,
  { state, since, reason, ...marks }: StepNote,
): Pick<StepSnapshot, 'stage' | 'endedAt' | 'note'> {
  const stage = state === undefined ? step.stage : stageOfStep({ state, ...marks });
  return { stage, endedAt: step.endedAt ?? (since === '' ? null : since), note: reason ?? step.note };
}

function noteOf({ phase, until, attempt, reason }: StepNote): string | null {
  const because = reason === undefined ? '' : `: ${reason}`;
  switch (phase) {
    case 'approval':
      return `${until === undefined ? 'no deadline' : `until ${clockTime(until)}`}${because}`;
    case 'preparing':
      return reason === undefined || until === undefined ? null : `until ${clockTime(until)}${because}`;
    case 'backoff':
      return `attempt ${attempt ?? 2} at ${until === undefined ? 'a later time' : clockTime(until)}${because}`;
    default:
      return null;
  }
}
