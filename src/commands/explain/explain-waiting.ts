import { isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { relativeTime } from '../../terminal/text/time.js';
import type { Explanation, Situation } from './situation.js';
import { whenText } from './when-text.js';

const NAMES_SHOWN = 5;

/** Why a step has not started. */
export function explainWaiting(situation: Situation): Explanation {
  const { step, needs, workflow } = situation;
  const open = needs.filter((need) => !isFinal(need));
  if (open.length > 0) return { sentences: needSentences(step, needs, open, situation.nowMs), next: [] };
  if (workflow.pausedAt !== undefined) return explainPause(situation);
  return {
    sentences: [
      needs.length === 0
        ? 'It has no dependencies and is about to start.'
        : 'All its dependencies have ended: it is about to start.',
    ],
    next: [],
  };
}

function needSentences(
  { isFinally, when }: StepSnapshot,
  needs: readonly StepSnapshot[],
  open: readonly StepSnapshot[],
  nowMs: number,
): string[] {
  const more = open.length - NAMES_SHOWN;
  const told = open.slice(0, NAMES_SHOWN).map((need) => `${need.id} ${standing(need, nowMs)}`);
  return [
    isFinally === true
      ? `It runs after all other steps; ${open.length} of ${needs.length} have not ended:`
      : `It waits for ${open.length} of its ${needs.length} dependencies:`.replace(
          '1 of its 1 dependencies',
          'the step',
        ),
    ...told.map((sentence) => `- ${sentence}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    ...(when === 'failure' ? ['It runs only if one of its dependencies fails.'] : []),
    ...(when === 'always' ? ['It runs however its dependencies end.'] : []),
  ];
}

function standing({ stage, note, startedAt }: StepSnapshot, nowMs: number): string {
  const since = startedAt === null ? '' : `, started ${relativeTime(startedAt, nowMs)}`;
  return `is ${stage.replace('-', ' ')}${since}${note === null ? '' : ` (${note})`}`;
}

/** Why nothing starts while a pipeline or a backfill is paused. */
export function explainPause({
  workflow: { workflowId, pausedAt = '', pausedBy, pausedReason, backfill },
  flags,
  nowMs,
}: Pick<Situation, 'workflow' | 'flags' | 'nowMs'>): Explanation {
  const by = pausedBy === undefined ? '' : ` by ${pausedBy}`;
  const why = pausedReason === undefined ? '' : ` (${pausedReason})`;
  const noun = backfill === undefined ? 'pipeline' : 'backfill';
  return {
    sentences: [`The ${noun} was paused${by} at ${whenText(pausedAt, nowMs)}${why}: no new work starts.`],
    next:
      backfill?.progress?.paused?.isFinal === true
        ? [`ax-tasks backfill cancel ${workflowId}${flags}  # then plan the missing windows again`]
        : [`ax-tasks ${noun} resume ${workflowId}${flags}`],
  };
}
