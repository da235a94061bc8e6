import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../../model/pipeline/plan.js';
import type { PipelineResult } from '../../../model/pipeline/results.js';
import type { WorkflowSnapshot } from '../../../model/temporal/workflow-snapshot.js';
import { totalOf } from '../../../model/api/task-run.js';
import { parsePipeline } from '../../../files/pipeline/parse-pipeline.js';
import type { DevServer } from '../../../temporal/start-dev-server.js';
import type { ProgressView } from '../../../terminal/live/progress-view.js';
import { CliError } from '../../base/cli-error.js';
import type { Session } from '../../session/session.js';
import { isPipelineResult, readResult } from '../../result/conclude.js';
import { follow } from '../../watch/follow.js';
import { startPipeline } from '../../../client/pipeline/start-pipeline.js';
import type { Simulated } from './ready-line.js';
import { interruptedError } from './stage.js';
import type { Stage } from './stage.js';
import { waitForPollers } from './wait-for-pollers.js';

const FILE = fileURLToPath(
  new URL('../../../../examples/02-experiment-then-evaluations/pipeline.yaml', import.meta.url),
);

export interface Play {
  session: Session;
  stage: Stage;
  temporal: DevServer;
  simulated: Simulated;
  view: ProgressView;
  signal: AbortSignal;
}

export interface Played {
  workflowId: string;
  result: PipelineResult;
}

/** Runs the example, kills its worker in the middle of the wait, starts another one, and sees the pipeline end. */
export async function perform(play: Play): Promise<Played> {
  const { session, stage, temporal, simulated, view } = play;
  const worker = await stage.startWorker(temporal, simulated);
  await waitForPollers(session, worker);
  const plan = await readPlan();
  const { handle } = await startPipeline(session.client, plan, session);
  const { workflowId } = handle;
  view.say(`Started the pipeline ${plan.name}: ${plan.steps.map(({ id }) => id).join(', ')}.`);
  await followOn(play, workflowId, isInTheMiddle);
  view.say(`>> Killing the worker (process ${worker.pid}) with SIGKILL in the middle of the wait.`);
  worker.kill();
  await worker.exited;
  const next = await stage.startWorker(temporal, simulated);
  view.say(`>> Started another worker (process ${next.pid}). The run continued, and the wait continues.`);
  await followOn(play, workflowId, () => false);
  const result = await readResult(session, workflowId);
  if (!isPipelineResult(result))
    throw new CliError('The demo has no result.', { exitCode: 1, code: 'NoResult' });
  return { workflowId, result };
}

async function followOn(
  { session, view, signal }: Play,
  workflowId: string,
  until: (snapshot: WorkflowSnapshot) => boolean,
): Promise<void> {
  const { why } = await follow(session, workflowId, view, { signal, until });
  if (why === 'interrupted') throw interruptedError();
}

const readPlan = async (): Promise<Plan> => parsePipeline(await readFile(FILE, 'utf8'), FILE, {});

/** A run exists, and has done a part of its work. */
const isInTheMiddle = ({ steps }: WorkflowSnapshot): boolean =>
  steps.some(({ stage, counts }) => stage === 'running' && counts !== null && totalOf(counts) > 0);
