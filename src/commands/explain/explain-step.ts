import { isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { elapsedBetween } from '../../terminal/text/time.js';
import { formatCounts } from '../../model/api/task-run.js';
import { formatItems } from '../../terminal/text/counts.js';
import { explainEnd } from './explain-end.js';
import { explainTrigger, explainWait, heldUpSentences, troubles } from './explain-run.js';
import { explainWaiting } from './explain-waiting.js';
import type { Explanation, Situation } from './situation.js';
import { whenText } from './when-text.js';

/** Explains the state of a step in sentences, with the commands that change it. */
export function explainStep(situation: Situation): Explanation {
  const { step } = situation;
  if (isFinal(step)) return explainEnd(situation);
  switch (step.stage) {
    case 'waiting':
      return explainWaiting(situation);
    case 'awaiting-approval':
      return explainApproval(situation);
    case 'backing-off':
      return explainBackoff(situation);
    case 'judging':
      return told([`Its gate is being evaluated${sinceText(situation)}.`, ...ownTroubles(situation)]);
    case 'preparing':
      if (situation.step.reason !== undefined) return told(requirementSentences(situation));
      return told([
        `It evaluates its expressions, updates its task to match the file, or checks its requirements${sinceText(situation)}.`,
        ...ownTroubles(situation),
      ]);
    case 'working':
      return told([
        `The worker's own activity ${step.task ?? ''} is running${sinceText(situation)}.`,
        ...ownTroubles(situation),
      ]);
    case 'triggering':
      return told([...explainTrigger(situation), ...deadlineSentences(situation)]);
    case 'cancelling':
      return told(['Its run is being cancelled, and is polled until it has ended.', ...troubles(situation)]);
    default:
      return told([...explainRunning(situation), ...deadlineSentences(situation)]);
  }
}

/** It waits for something that it requires. */
const requirementSentences = ({ step, nowMs, ...situation }: Situation): string[] => [
  `It waits for what it requires: ${step.reason ?? ''}.`,
  ...(step.until === undefined
    ? []
    : [`If that is not there by ${whenText(step.until, nowMs)}, the step fails.`]),
  ...troubles({ step, nowMs, ...situation }),
];

const ownTroubles = (situation: Situation): string[] => [
  ...heldUpSentences(situation),
  ...troubles(situation),
  ...(situation.step.until === undefined
    ? []
    : [`It has time until ${whenText(situation.step.until, situation.nowMs)}: then the step fails.`]),
];

const told = (sentences: string[]): Explanation => ({ sentences, next: [] });

function sinceText({ step, nowMs }: Situation): string {
  const since = step.since ?? step.startedAt;
  return since === null ? '' : `, since ${whenText(since, nowMs)}`;
}

function explainApproval({ step, workflow, flags, nowMs }: Situation): Explanation {
  const rest = `${workflow.workflowId} ${step.id}`;
  return {
    sentences: [
      `It needs an approval${step.reason === undefined ? '.' : `: ${step.reason}`}`,
      step.until === undefined
        ? 'It waits without a deadline.'
        : `The approval is open until ${whenText(step.until, nowMs)}.`,
    ],
    next: [
      `ax-tasks pipeline approve ${rest}${flags}`,
      `ax-tasks pipeline reject ${rest} --reason WHY${flags}`,
    ],
  };
}

const explainBackoff = ({ step, workflow, flags, nowMs }: Situation): Explanation => ({
  sentences: [
    `It will be retried${step.until === undefined ? ' later' : ` at ${whenText(step.until, nowMs)}`}: attempt ${step.attempt ?? 2}.`,
    ...(step.reason === undefined ? [] : [`The previous attempt: ${step.reason}.`]),
  ],
  next: [`ax-tasks pipeline skip ${workflow.workflowId} ${step.id}${flags}`],
});

function explainRunning(situation: Situation): string[] {
  const { step, items } = situation;
  if (step.items !== undefined) {
    const shown = items.slice(0, 5).map((id) => `  ${id}`);
    return [
      `Its items are running: ${formatItems(step.items)}.`,
      ...waitingItems(step.items),
      ...(shown.length === 0 ? [] : [`Active items have their own workflows: ${shown.join('').trim()}`]),
    ];
  }
  return [runSentence(situation), ...explainWait(situation)];
}

function waitingItems({ waiting }: NonNullable<StepSnapshot['items']>): string[] {
  if (waiting === 0) return [];
  const who = waiting === 1 ? '1 waits' : `${waiting} wait`;
  return [`${who} for a free slot (concurrency), or for another item with the same run to end.`];
}

function runSentence({ step, nowMs }: Situation): string {
  const status = step.status === null ? 'goes on' : `is ${step.status.toLowerCase()}`;
  const counts = step.counts === null ? '' : `: ${formatCounts(step.counts)}`;
  const elapsed = elapsedBetween(step.startedAt, new Date(nowMs).toISOString());
  return `Run ${step.runId ?? 'of it'} ${status}${elapsed === null ? '' : ` for ${elapsed}`}${counts}.`;
}

function deadlineSentences({ history, nowMs }: Situation): string[] {
  if (history === null || history.deadline === null) return [];
  const { at, then } = history.deadline;
  const what = {
    cancel: 'the run is cancelled',
    detach: 'the run is left active',
    extend: 'it keeps waiting',
  }[then];
  return [`Its deadline is ${whenText(at, nowMs)}${what === undefined ? '' : `: then ${what}`}.`];
}
