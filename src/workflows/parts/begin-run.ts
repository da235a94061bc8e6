import { isCancellation } from '@temporalio/workflow';
import type { RunTaskInput } from '../../model/inputs.js';
import type { StartedRun } from '../../model/results.js';
import { prepare } from './prepare.js';
import type { Prepared } from './prepare.js';
import { triggerOnce } from './trigger-once.js';
import type { Triggered } from './trigger-once.js';

/** A started run; or why there is none: nothing to run on, or cancelled before anything was started. */
export type Begun =
  | { kind: 'started'; run: StartedRun }
  | { kind: 'no-data'; facts: BegunFacts; reason: string }
  | { kind: 'cancelled'; facts: BegunFacts };

/** What is known of an intent whether or not it has a run. */
export type BegunFacts = Pick<
  StartedRun,
  'taskId' | 'taskName' | 'window' | 'experimentName' | 'provenance'
> & {
  runId: null;
};

/** Fixes what is to be run and triggers it once. */
export async function beginRun(input: RunTaskInput): Promise<Begun> {
  const prepared = await prepare(input);
  const triggered = await tryToTrigger(prepared, input);
  if (triggered === 'cancelled') return { kind: 'cancelled', facts: factsOf(prepared, NO_PROVENANCE) };
  const facts = factsOf(prepared, triggered.provenance);
  if ('noData' in triggered) return { kind: 'no-data', facts, reason: triggered.noData };
  const { task, fields } = prepared;
  const maxSpans = fields.maxSpans ?? null;
  return {
    kind: 'started',
    run: {
      ...facts,
      runId: triggered.runId,
      datasetId: task.datasetId,
      maxSpans,
      deadlineMs: deadlineOf(input),
    },
  };
}

const NO_PROVENANCE: StartedRun['provenance'] = { how: 'created', posts: 0, candidates: [] };

const factsOf = ({ task, mark }: Prepared, provenance: StartedRun['provenance']): BegunFacts => ({
  taskId: task.id,
  taskName: task.name,
  runId: null,
  window: mark.window,
  experimentName: mark.experimentName,
  provenance,
});

const deadlineOf = ({ wait }: RunTaskInput): number | null =>
  wait?.timeoutMs === undefined ? null : Date.now() + wait.timeoutMs;

async function tryToTrigger(prepared: Prepared, input: RunTaskInput): Promise<Triggered | 'cancelled'> {
  try {
    return await triggerOnce(prepared, input.onAmbiguous ?? 'retry');
  } catch (error) {
    if (isCancellation(error)) return 'cancelled';
    throw error;
  }
}
