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
        ? 'It needs nothing, and is about to start.'
        : 'All that it needs has ended: it is about to start.',
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
      ? `It runs when all the others have ended; ${open.length} of ${needs.length} have not:`
      : `It waits for ${open.length} of the ${needs.length} steps that it needs:`.replace(
          '1 of the 1 steps',
          'the step',
        ),
    ...told.map((sentence) => `- ${sentence}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    ...(when === 'failure' ? ['It runs only if something that it needs fails.'] : []),
    ...(when === 'always' ? ['It runs however they end.'] : []),
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
    sentences: [`The ${noun} was paused${by} at ${whenText(pausedAt, nowMs)}${why}: nothing new is started.`],
    next:
      backfill?.progress?.paused?.isFinal === true
        ? [`ax-tasks backfill cancel ${workflowId}${flags}  before another one of what is missing is planned`]
        : [`ax-tasks ${noun} resume ${workflowId}${flags}`],
  };
}
