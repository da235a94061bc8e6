import type { WorkflowExecutionDescription } from '@temporalio/client';
import { isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { Session } from '../session/session.js';
import { describeIfAny } from '../../client/workflow.js';
import { describeAttempt } from '../../client/observe/describe-attempt.js';
import { isWaitForTurn, pendingWork } from '../../client/observe/pending-work.js';
import type { PendingWork } from '../../client/observe/pending-work.js';
import { readEvents } from '../../client/observe/read-events.js';
import type { Situation, TurnHolder } from './situation.js';

/** The stages in which the pipeline itself works for a step. */
const OWN_STAGES: readonly StepSnapshot['stage'][] = ['judging', 'preparing', 'working'];

/** Gathers what is known about the state of a step. No worker is asked. */
export async function gather(
  session: Session,
  workflow: WorkflowSnapshot,
  description: WorkflowExecutionDescription,
  step: StepSnapshot,
  nowMs: number,
): Promise<Situation> {
  const { client, flags } = session;
  const base = {
    step,
    workflow,
    needs: needsOf(step, workflow),
    items: [],
    history: null,
    turn: null,
    flags,
    nowMs,
  };
  if (isFinal(step) || step.stage === 'waiting') return { ...base, pending: [] };
  const isPipeline = step.needs !== undefined;
  if (isPipeline && OWN_STAGES.includes(step.stage)) {
    const pending = await pendingWork(client, description);
    return { ...base, pending: pending.filter(({ stepId }) => stepId === step.id) };
  }
  const child = isPipeline
    ? await describeAttempt(client, description, step.id, step.attempt ?? 1)
    : description;
  if (child?.status.name !== 'RUNNING') return { ...base, pending: [] };
  const pending = await pendingWork(client, child);
  return {
    ...base,
    pending,
    items: (child.raw.pendingChildren ?? []).map(({ workflowId }) => workflowId ?? ''),
    history: step.items === undefined ? await readEvents(client, child.workflowId, child.runId) : null,
    turn: await turnHolder(session, pending),
  };
}

/** A step of `finally` waits for all the others. */
const needsOf = (step: StepSnapshot, { steps }: WorkflowSnapshot): StepSnapshot[] =>
  steps.filter(
    ({ id, isFinally }) =>
      step.needs?.includes(id) === true || (step.isFinally === true && isFinally !== true && id !== step.id),
  );

const BEHIND = /waiting for its turn behind (\S+)/;

/** Who holds the turn that a run waits for, as its last poll reported. */
async function turnHolder({ client }: Session, pending: readonly PendingWork[]): Promise<TurnHolder | null> {
  const problem = pending.find(isWaitForTurn)?.problem;
  const workflowId = BEHIND.exec(problem ?? '')?.[1];
  if (workflowId === undefined) return null;
  const holder = await describeIfAny(client, workflowId);
  return { workflowId, status: holder?.status.name ?? null };
}
