import { defineUpdate, setHandler } from '@temporalio/workflow';
import { askedBy, neverStarted } from '../../model/pipeline/ended-step.js';
import { UPDATES } from '../../model/pipeline/messages.js';
import type { Accepted, ControlRequest } from '../../model/base/control-request.js';
import type { Decision, StepRequest } from '../../model/pipeline/messages.js';
import { whyNotDecide, whyNotRetry, whyNotSkip } from '../../model/pipeline/refuse-message.js';
import type { Asked } from '../../model/pipeline/refuse-message.js';
import { allSteps, reopenedBy } from '../../model/pipeline/step-order.js';
import { failure } from '../shared/failures.js';
import type { Engine } from './engine.js';
import { tellPaused } from './tell-paused.js';

/** Takes the updates of a pipeline (`model/messages.ts`). Their validators refuse, with the reason, what makes no sense. */
export function takeUpdates(engine: Engine): void {
  take<ControlRequest>(engine, UPDATES.pause, pause, () =>
    engine.paused === null ? null : `the pipeline is ${askedBy('paused already,', engine.paused)}`,
  );
  take<ControlRequest>(engine, UPDATES.resume, resume, () =>
    engine.paused === null ? 'the pipeline is not paused' : null,
  );
  take<StepRequest>(engine, UPDATES.skipStep, skip, ({ stepId }) => whyNotSkip(stepId, askedOf(engine)));
  take<StepRequest>(engine, UPDATES.retryStep, retry, ({ stepId }) => whyNotRetry(stepId, askedOf(engine)));
  take<Decision>(engine, UPDATES.decide, decide, ({ stepId, decision }) =>
    ['approve', 'reject'].includes(decision)
      ? whyNotDecide(stepId, askedOf(engine))
      : 'the decision is neither approve nor reject',
  );
}

function take<Request extends ControlRequest>(
  engine: Engine,
  name: string,
  accept: (engine: Engine, request: Request) => string,
  whyNot: (request: Request) => string | null,
): void {
  const handler = (request: Request): Accepted => {
    engine.hasNews = true;
    return { message: accept(engine, request) };
  };
  const validator = (request: Request): void => {
    const problem = closed(engine) ?? nameless(request) ?? whyNot(request);
    if (problem !== null) throw failure('InvalidInput', problem);
  };
  setHandler(defineUpdate<Accepted, [Request]>(name), handler, { validator });
}

function closed({ isCancelled, isConcluding }: Engine): string | null {
  if (isCancelled) return 'the pipeline is being cancelled';
  return isConcluding ? 'the pipeline has ended' : null;
}

const nameless = (request: ControlRequest | undefined): string | null =>
  typeof request?.by === 'string' && request.by !== '' ? null : 'the request does not say by whom it is made';

const askedOf = (engine: Engine): Asked => ({
  plan: engine.plan,
  results: engine.results,
  isRunning: (id) => engine.running.has(id),
  isAwaitingApproval: (id) =>
    engine.notes.get(id)?.phase === 'approval' && engine.running.get(id)?.decision === null,
});

function pause(engine: Engine, { by, reason }: ControlRequest): string {
  engine.paused = { atMs: Date.now(), by, ...(reason === undefined || reason === '' ? {} : { reason }) };
  tellFanOuts(engine, true);
  const { size } = engine.running;
  return `The pipeline is paused; ${size === 0 ? 'nothing runs' : `${size} ${size === 1 ? 'step goes' : 'steps go'} on to the end`}.`;
}

function resume(engine: Engine): string {
  engine.paused = null;
  tellFanOuts(engine, false);
  return 'The pipeline goes on.';
}

function tellFanOuts(engine: Engine, isPaused: boolean): void {
  for (const { fanOut } of engine.running.values()) if (fanOut !== null) tellPaused(fanOut, isPaused);
}

function skip(engine: Engine, request: StepRequest): string {
  const { stepId } = request;
  const running = engine.running.get(stepId);
  if (running !== undefined) {
    running.skip = request;
    running.scope.cancel();
    return `Step ${stepId} is cancelled and counts as skipped.`;
  }
  const step = allSteps(engine.plan).find(({ id }) => id === stepId);
  if (step !== undefined) {
    engine.results.set(stepId, neverStarted(step, 'skipped', askedBy('skipped', request)));
  }
  return `Step ${stepId} is skipped.`;
}

function retry(engine: Engine, { stepId }: StepRequest): string {
  const [first = stepId, ...others] = reopenedBy(stepId, engine.results);
  for (const id of [first, ...others]) {
    const result = engine.results.get(id);
    if (result !== undefined) engine.reopened.set(id, result);
    engine.results.delete(id);
  }
  const when = engine.paused === null ? 'now' : 'when the pipeline is resumed';
  const behind =
    others.length === 0 ? '' : `, and after it what was skipped because of it: ${others.join(', ')}`;
  return `Step ${first} is started again ${when}${behind}.`;
}

function decide(engine: Engine, decision: Decision): string {
  const running = engine.running.get(decision.stepId);
  if (running !== undefined) running.decision = decision;
  return `Step ${decision.stepId} is ${decision.decision === 'approve' ? 'approved' : 'rejected'}.`;
}
