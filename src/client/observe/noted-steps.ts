import type { WorkflowExecutionDescription } from '@temporalio/client';
import { ownMember } from '../../model/base/objects.js';
import { FAN_OUT_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { FanOutMemo, PipelineMemo, StepMemo, StepNote } from '../../model/pipeline/pipeline-memo.js';
import { isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import { overdueMs } from '../worker-gap.js';
import { describeAttempt } from './describe-attempt.js';
import { describeFanOut } from './describe-fan-out.js';
import { describeRun } from './describe-run.js';
import { pendingWork, troubleOf } from './pending-work.js';
import type { PendingWork } from './pending-work.js';
import { inParallel } from '../in-parallel.js';
import { isWithoutRun, withNote } from './note-state.js';
import { notStarted, stepFacts } from './observed-steps.js';
import type { ObservedPipeline, ObservedSteps } from './observed-steps.js';

/** Descriptions under way at once. */
const AT_ONCE = 10;
/** At most this many running children are described in one poll, in turn: there is a poll every second. */
const LIVE_PER_POLL = 40;

/** What the memo said about a step at the last poll: if that has not changed, nothing else can have. */
const noteWhenSeen = new WeakMap<StepSnapshot, string>();

/**
 * The steps of a pipeline that reports its progress. Only running children are asked, and ended ones once each,
 * for their counts.
 */
export async function notedSteps(observed: ObservedPipeline, reported: PipelineMemo): Promise<ObservedSteps> {
  const isTurnOf = turns(observed, reported);
  const isWorking = Object.values(reported.steps).some(({ phase }) => OWN_WORK.includes(phase));
  const pending = isWorking ? await pendingWork(observed.client, observed.pipeline) : [];
  let overdue = 0;
  const steps = await inParallel(AT_ONCE, observed.memo, async (step) => {
    const seen = observed.known.get(step.id);
    const note = withAttempt(ownMember(reported.steps, step.id), seen);
    if (seen !== undefined && (isSettled(seen, note) || !isTurnOf(step))) return seen;
    const [shown, late] = await observeStep(observed, reported, step, note, seen ?? null);
    overdue = Math.max(overdue, late);
    const state = withTrouble(shown, pending);
    noteWhenSeen.set(state, keyOf(note));
    return state;
  });
  return { steps, overdue };
}

/** A step with the last failure of what the pipeline does for it. */
function withTrouble(step: StepSnapshot, pending: readonly PendingWork[]): StepSnapshot {
  const work = pending.find(({ stepId }) => stepId === step.id);
  const trouble = work === undefined ? null : troubleOf(work);
  return trouble === null ? step : { ...step, note: `attempt ${work?.attempt ?? 1}: ${trouble}` };
}

const keyOf = (note: StepNote | undefined): string =>
  note === undefined ? '' : [note.phase, note.state, note.attempt, note.since].join(' ');

const isSameNote = (seen: StepSnapshot, note: StepNote | undefined): boolean =>
  noteWhenSeen.get(seen) === keyOf(note);

/** In them the pipeline itself works for a step, which may fail and be tried again. */
const OWN_WORK: readonly StepNote['phase'][] = ['gate', 'preparing', 'activity'];
const CHANGING: readonly StepNote['phase'][] = [...OWN_WORK, 'child'];

/** Nothing about it can have changed: it ended, or is in a phase of which the memo tells all. */
const isSettled = (seen: StepSnapshot, note: StepNote | undefined): boolean =>
  isSameNote(seen, note) && (isFinal(seen) || (note !== undefined && !CHANGING.includes(note.phase)));

/** If more children are running than one poll describes, each is described in every second, third, … poll. */
function turns({ memo, known }: ObservedPipeline, reported: PipelineMemo): (step: StepMemo) => boolean {
  const live = memo.filter(({ id }) => {
    const seen = known.get(id);
    return (
      seen !== undefined &&
      seen.stage !== 'waiting' &&
      isSameNote(seen, withAttempt(ownMember(reported.steps, id), seen)) &&
      !isFinal(seen)
    );
  });
  const rounds = Math.max(1, Math.ceil(live.length / LIVE_PER_POLL));
  const round = Math.floor(Date.now() / 1000) % rounds;
  const waiting = new Set(live.filter((_, position) => position % rounds !== round));
  return (step) => !waiting.has(step);
}

type ObservedStep = readonly [state: StepSnapshot, overdue: number];

async function observeStep(
  observed: ObservedPipeline,
  reported: PipelineMemo,
  step: StepMemo,
  note: StepNote | undefined,
  seen: StepSnapshot | null,
): Promise<ObservedStep> {
  const isClosed = observed.pipeline.status.name !== 'RUNNING';
  const nothing = notStarted(step, isClosed ? 'skipped' : 'waiting');
  const open = openNeeds(step, observed, reported);
  if (note === undefined && open.length > 0 && !isClosed) return [waitingFor(nothing, open), 0];
  if (note !== undefined && isWithoutRun(step, note)) return [withNote(nothing, note), 0];
  const child = await describeAttempt(observed.client, observed.pipeline, step.id, attemptOf(note));
  if (child === null) return [note === undefined ? nothing : withNote(nothing, note), 0];
  const state = await stateOfChild(observed, step, child, isSameAttempt(seen, note) ? seen : null);
  const late = child.status.name === 'RUNNING' ? overdueMs(child.raw, Date.now()) : 0;
  return [note === undefined ? state : withNote(state, note), late];
}

// A backoff tells of the attempt to come.
const attemptOf = (note: StepNote | undefined): number =>
  Math.max(1, (note?.attempt ?? 1) - (note?.phase === 'backoff' ? 1 : 0));

/** The note of a gate lacks the attempt: it is that of the last poll. */
const withAttempt = (note: StepNote | undefined, seen: StepSnapshot | undefined): StepNote | undefined =>
  note?.phase === 'gate' && note.attempt === undefined && seen?.attempt !== undefined
    ? { ...note, attempt: seen.attempt }
    : note;

/** What was seen of a run stays where its description tells nothing for a moment; not what was seen of another run. */
const isSameAttempt = (seen: StepSnapshot | null, note: StepNote | undefined): boolean =>
  seen !== null && !isFinal(seen) && (seen.attempt ?? 1) === attemptOf(note);

async function stateOfChild(
  { client }: ObservedPipeline,
  step: StepMemo,
  child: WorkflowExecutionDescription,
  seen: StepSnapshot | null,
): Promise<StepSnapshot> {
  const facts = stepFacts(step);
  const fanOut = child.memo?.[FAN_OUT_MEMO] as FanOutMemo | undefined;
  if (step.isFanOut === true || fanOut !== undefined)
    return { ...notStarted(step, 'waiting'), ...describeFanOut(child, fanOut) };
  return { ...facts, ...(await describeRun(client, step, child, seen)) };
}

/** The steps that it needs and that have not ended, by the memo and the last poll. */
const openNeeds = (step: StepMemo, { known, memo }: ObservedPipeline, reported: PipelineMemo): string[] =>
  neededBy(step, memo).filter((id) => !isOver(ownMember(reported.steps, id), known.get(id)));

function isOver(note: StepNote | undefined, seen: StepSnapshot | undefined): boolean {
  if (note !== undefined && note.phase !== 'child') return note.phase === 'ended';
  // At the first poll nothing is known of a running step: describing its successors does no harm then.
  return seen === undefined || isFinal(seen);
}

/** A step of `finally` waits for all the others. */
const neededBy = (step: StepMemo, memo: readonly StepMemo[]): readonly string[] =>
  step.isFinally === true
    ? [...new Set([...step.needs, ...memo.filter(({ isFinally }) => isFinally !== true).map(({ id }) => id)])]
    : step.needs;

const NAMES_SHOWN = 3;

function waitingFor(step: StepSnapshot, open: readonly string[]): StepSnapshot {
  const more = open.length - NAMES_SHOWN;
  const names = open.slice(0, NAMES_SHOWN).join(', ');
  return { ...step, note: `waiting for ${names}${more > 0 ? ` and ${more} more` : ''}` };
}
