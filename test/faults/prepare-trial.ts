import { faultsOf } from './faults-of.js';
import type { HttpCut } from './http-cut.js';
import type { Script } from './kinds/kind.js';
import type { TrialPlan } from './plan-trials.js';
import type { Service, TrialTask } from './service.js';

/** What a trial has of its own in the simulated service. */
export interface PreparedTrial {
  /** One, or two for a pipeline. */
  readonly tasks: readonly [TrialTask, ...TrialTask[]];
  readonly foreignRunIds: readonly string[];
  /** The run to wait for, where it was started by somebody else. */
  readonly attachedRunId: string | null;
  /** The fault that stops the trial; null where none does. */
  readonly holdId: number | null;
  readonly faultIds: readonly number[];
  /** Requests up to this one are older than the trial. */
  readonly sinceSeq: number;
}

/** Long enough that nothing but a cancel ends it. */
const UNTIL_CANCELLED: Script['run'] = { runSeconds: 3600, provisionSeconds: 1 };

/** Creates the tasks of a trial, and tells the service and the proxy what is to go wrong. */
export async function prepareTrial(
  { kind, cancel }: TrialPlan,
  script: Script,
  { id, isHeld }: { readonly id: string; readonly isHeld: boolean },
  { service, cut }: { readonly service: Service; readonly cut: HttpCut },
): Promise<PreparedTrial> {
  const sinceSeq = service.lastSeq();
  const first = await service.createTask(script.shape, id);
  const second = script.shape === 'pipeline' ? [await service.createTask(script.shape, id)] : [];
  const foreignRunIds = await startForeignRuns(service, first, script.foreignRuns ?? 0);
  scriptRuns(service, first, script.run);
  // In a pipeline the second step is what a cancel ends.
  for (const task of second) scriptRuns(service, task, cancel ? UNTIL_CANCELLED : script.run);
  const attachedRunId = script.shape === 'attached' ? await service.startRun(first, true) : null;
  cut.watch(first.taskId, script.point?.by === 'proxy' ? script.point.cut : null);
  const isHeldForGood = kind.lane !== 'answers';
  const taskIds = [first, ...second].map(({ taskId }) => taskId);
  const { hold, others } = faultsOf(script, taskIds, { isHeld, isHeldForGood });
  const holdId = hold === null ? null : service.simulator.addFault(hold);
  const faultIds = others.map((fault) => service.simulator.addFault(fault));
  return { tasks: [first, ...second], foreignRunIds, attachedRunId, holdId, faultIds, sinceSeq };
}

function scriptRuns(service: Service, { taskId }: TrialTask, run: Script['run']): void {
  service.simulator.addBehaviour({ ...run, match: { taskId }, times: 'always' });
}

async function startForeignRuns(service: Service, task: TrialTask, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push(await service.startRun(task, false));
  return ids;
}
