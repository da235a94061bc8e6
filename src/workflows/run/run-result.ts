import type { ChainedResult } from '../../model/run/chained.js';
import type { Tolerance } from '../../model/api/policies.js';
import type { RunResult, StartedRun } from '../../model/run/run-result.js';
import { definedOnly } from '../../model/base/objects.js';
import { verdictOf, worstVerdict } from '../../model/run/verdict.js';
import { looking } from '../shared/activities.js';
import { lookThrough } from '../shared/look-through.js';
import type { Judged } from './judge.js';

/** The facts of a started run that its result repeats. */
type Facts = Pick<StartedRun, 'taskId' | 'taskName' | 'window' | 'experimentName' | 'provenance'> & {
  runId: string | null;
};

export const runResult = (
  facts: Facts,
  { run, outcome, stalledMs }: Judged,
  tolerance: Tolerance = {},
): RunResult => ({
  taskId: facts.taskId,
  taskName: facts.taskName,
  runId: facts.runId,
  run,
  experimentId: run?.experimentId ?? null,
  experimentName: facts.experimentName,
  window: facts.window,
  outcome,
  verdict: verdictOf(outcome, tolerance),
  provenance: facts.provenance,
  ...definedOnly({ stalledMs }),
});

/** The result with what the service chained to the run; its verdict is then the worst of all. */
export const withChained = (result: RunResult, chained: ChainedResult[]): RunResult =>
  chained.length === 0
    ? result
    : { ...result, chained, verdict: worstVerdict([result, ...chained].map(({ verdict }) => verdict)) };

/** The result with the experiment's id, which a run may not tell even at its end: then its name leads to it. */
export async function withExperimentId(result: RunResult, datasetId: string | null): Promise<RunResult> {
  const { experimentId, experimentName, run } = result;
  if (experimentId !== null || experimentName === null || datasetId === null) return result;
  if (run?.status !== 'COMPLETED') return result;
  const looked = await lookThrough(() => looking.findExperiment({ datasetId, name: experimentName }));
  return 'refused' in looked ? result : { ...result, experimentId: looked.found?.id ?? null };
}
