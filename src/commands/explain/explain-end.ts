import { isBadStage } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { outcomeText } from '../../model/run/outcome-text.js';
import type { Explanation, Situation } from './situation.js';
import { whenText } from './when-text.js';

/** How a step ended and why, and how to run it again if that makes sense. */
export function explainEnd(situation: Situation): Explanation {
  const { step, nowMs } = situation;
  const at = step.endedAt === null ? '' : ` at ${whenText(step.endedAt, nowMs)}`;
  const reason = reasonOf(step);
  const experiment = step.result?.experimentName ?? null;
  return {
    sentences: [
      `${WORDS[step.stage] ?? 'It ended'}${at}${reason === null ? '' : `: ${reason}`}.`.replace(/\.\.$/, '.'),
      ...(step.runId === null ? [] : [`Its run was ${step.runId}.`]),
      ...(experiment === null ? [] : [`Its experiment was ${experiment}.`]),
    ],
    next: isBad(step) ? againCommands(situation) : [],
  };
}

const WORDS: Partial<Record<StepSnapshot['stage'], string>> = {
  succeeded: 'It succeeded',
  failed: 'It failed',
  ignored: 'It failed, which its onFailure ignores',
  cancelled: 'It was cancelled',
  skipped: 'It was skipped',
  started: 'Its run was started (and nobody waits for it)',
  detached: 'Its wait ended; the run is still active',
  unresolved: 'It needs a person, since it is unresolved whether it has a run; it ended',
};

const isBad = (step: StepSnapshot): boolean => isBadStage(step) || step.stage === 'skipped';

const reasonOf = ({ note, result, stage }: StepSnapshot): string | null =>
  note ??
  (result === null || stage === 'succeeded' || stage === 'started' ? null : outcomeText(result.outcome));

function againCommands({ step, workflow: { workflowId, status, steps }, flags }: Situation): string[] {
  // A lone run is made again by giving its command again.
  if (step.needs === undefined || steps.length === 0) return [];
  if (status === 'RUNNING') return [`ax-tasks pipeline retry ${workflowId} ${step.id}${flags}`];
  return [`ax-tasks pipeline rerun ${workflowId} --from ${step.id}${flags}`];
}
