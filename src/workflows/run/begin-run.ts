import { isCancellation } from '@temporalio/workflow';
import type { RunReport } from '../../model/api/task-run.js';
import { definedOnly } from '../../model/base/objects.js';
import { deadlineMsOf } from '../../model/time/deadline.js';
import { instantMs } from '../../model/time/window.js';
import type { ExistingExperiment } from '../../model/run/fence.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import type { HeldTurn } from '../../model/run/turn.js';
import type { StartedRun } from '../../model/run/run-result.js';
import { prepare } from '../trigger/prepare.js';
import type { PreparedTrigger } from '../trigger/prepare.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import { triggerOnce } from '../trigger/trigger-once.js';
import type { Triggered } from '../trigger/triggered.js';

/** A started run; or why there is none, and what is known instead. */
export type Begun =
  /** `turn` is to be given back; null if none was taken. `seen` is the run just after the answer to its trigger. */
  | { kind: 'started'; run: StartedRun; turn: HeldTurn | null; seen?: RunReport }
  | { kind: 'no-data' | 'late'; facts: BegunFacts; reason: string }
  | { kind: 'reused'; facts: BegunFacts; experiment: ExistingExperiment }
  | { kind: 'cancelled'; facts: BegunFacts }
  | { kind: 'unconfirmed'; facts: BegunFacts; reason: string };

/** What is known of an intent whether or not it has a run. */
export type BegunFacts = Pick<
  StartedRun,
  'taskId' | 'taskName' | 'window' | 'experimentName' | 'provenance'
> & {
  /** Of a run that may be this one; null if there is none. */
  runId: string | null;
};

/** Fixes what is to be run and triggers it once. */
export async function beginRun(input: RunTaskInput): Promise<Begun> {
  const given = await tryToPrepare(input);
  if (given === 'cancelled') return { kind: 'cancelled', facts: NOTHING_KNOWN };
  const { prepared } = given;
  const triggered = await tryToTrigger(given, input);
  if (triggered === 'cancelled') return { kind: 'cancelled', facts: factsOf(prepared, NO_PROVENANCE) };
  const { experimentName = prepared.mark.experimentName } = triggered;
  const facts = { ...factsOf(prepared, triggered.provenance), experimentName };
  if ('noData' in triggered) return { kind: 'no-data', facts, reason: triggered.noData };
  if ('unconfirmed' in triggered) {
    const [only, ...others] = triggered.provenance.candidates;
    const runId = others.length === 0 ? (only?.runId ?? null) : null;
    return { kind: 'unconfirmed', facts: { ...facts, runId }, reason: triggered.unconfirmed };
  }
  if ('reused' in triggered) return { kind: 'reused', facts, experiment: triggered.reused };
  if ('late' in triggered) return { kind: 'late', facts, reason: triggered.late };
  const { task, fields } = prepared;
  const maxSpans = fields.maxSpans ?? null;
  return {
    kind: 'started',
    turn: triggered.turn ?? null,
    ...definedOnly({ seen: triggered.seen }),
    run: {
      ...facts,
      runId: triggered.runId,
      datasetId: task.datasetId,
      maxSpans,
      deadlineMs: deadlineMsOf(Date.now(), input.wait?.timeoutMs, input.deadlineMs),
      ...(triggered.learned === undefined
        ? {}
        : { learned: triggered.learned, createdMs: createdMsOf(triggered) }),
      ...(triggered.doubt === undefined ? {} : { doubt: triggered.doubt }),
      ...(fields.evaluationTaskIds === undefined ? {} : { chainedTaskIds: fields.evaluationTaskIds }),
      ...(input.deadlineMs === undefined ? {} : { finalDeadlineMs: input.deadlineMs }),
    },
  };
}

// Within a second or so, which is near enough.
function createdMsOf({ runId, provenance }: { runId: string } & Pick<Triggered, 'provenance'>): number {
  const adopted = provenance.candidates.find((candidate) => candidate.runId === runId);
  return (adopted === undefined ? null : instantMs(adopted.createdAt)) ?? Date.now();
}

const NO_PROVENANCE: StartedRun['provenance'] = { how: 'created', posts: 0, candidates: [] };

const NOTHING_KNOWN: BegunFacts = {
  taskId: null,
  taskName: null,
  runId: null,
  window: null,
  experimentName: null,
  provenance: NO_PROVENANCE,
};

const factsOf = ({ task, mark }: Prepared, provenance: StartedRun['provenance']): BegunFacts => ({
  taskId: task.id,
  taskName: task.name,
  runId: null,
  window: mark.window,
  experimentName: mark.experimentName,
  provenance,
});

async function tryToTrigger(given: PreparedTrigger, input: RunTaskInput): Promise<Triggered | 'cancelled'> {
  try {
    return await triggerOnce(given, input.onAmbiguous ?? 'retry');
  } catch (error) {
    if (isCancellation(error)) return 'cancelled';
    throw error;
  }
}

async function tryToPrepare(input: RunTaskInput): Promise<PreparedTrigger | 'cancelled'> {
  try {
    return await prepare(input);
  } catch (error) {
    if (isCancellation(error)) return 'cancelled';
    throw error;
  }
}
