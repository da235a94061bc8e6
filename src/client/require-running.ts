import type { WorkflowExecutionDescription } from '@temporalio/client';
import { EXIT } from '../model/temporal/exit-codes.js';
import { STEPS_MEMO } from '../model/pipeline/pipeline-memo.js';
import { WORKFLOWS } from '../model/temporal/workflow-types.js';
import type { StepMemo } from '../model/pipeline/pipeline-memo.js';
import { CliError } from '../commands/base/cli-error.js';
import type { Session } from '../commands/session/session.js';
import type { Addressee } from './update.js';

/** A pipeline or a backfill that runs. A backfill has no steps. */
export interface Open extends Addressee {
  steps: StepMemo[];
}

/**
 * A pipeline that runs; `what` is asked of it.
 * @throws CliError where it is no pipeline, or has ended
 */
export const openPipeline = (session: Session, workflowId: string, what: string): Promise<Open> =>
  open(session, workflowId, what, ['pipeline']);

/** As {@link openPipeline}, of a backfill. */
export const openBackfill = (session: Session, workflowId: string, what: string): Promise<Open> =>
  open(session, workflowId, what, ['backfill']);

/** As {@link openPipeline}, of either. */
export const openAny = (session: Session, workflowId: string, what: string): Promise<Open> =>
  open(session, workflowId, what, ['pipeline', 'backfill']);

async function open(
  session: Session,
  workflowId: string,
  what: string,
  nouns: readonly Addressee['noun'][],
): Promise<Open> {
  const description = await session.client.workflow.getHandle(workflowId).describe();
  const noun = requireKind(description, nouns);
  if (description.status.name !== 'RUNNING') throw ended(description, noun, what, session);
  return { workflowId, noun, steps: (description.memo?.[STEPS_MEMO] ?? []) as StepMemo[] };
}

const TYPE_OF: Readonly<Record<Addressee['noun'], string>> = {
  pipeline: WORKFLOWS.runPipeline,
  backfill: WORKFLOWS.runBackfill,
};

/** @throws CliError where a workflow is of none of these kinds */
export function requireKind(
  { workflowId, type }: Pick<WorkflowExecutionDescription, 'workflowId' | 'type'>,
  nouns: readonly Addressee['noun'][],
): Addressee['noun'] {
  const noun = nouns.find((one) => TYPE_OF[one] === type);
  if (noun !== undefined) return noun;
  throw nouns.includes('pipeline') ? noPipeline(workflowId, type) : noBackfill(workflowId, type);
}

const ended = (
  { workflowId, status }: WorkflowExecutionDescription,
  noun: Addressee['noun'],
  what: string,
  { flags }: Session,
): CliError =>
  new CliError(`${workflowId} has ended (${status.name.toLowerCase()}): there is nothing to ${what}.`, {
    exitCode: EXIT.refused,
    code: 'Ended',
    hint: `ax-tasks ${noun === 'pipeline' ? 'pipeline rerun' : 'backfill retry'} ${workflowId} --failed${flags}  runs again what did not end well.`,
  });

export const noPipeline = (workflowId: string, type: string): CliError =>
  new CliError(`${workflowId} is no pipeline, but a workflow ${type}.`, {
    exitCode: EXIT.refused,
    code: 'NoPipeline',
    hint: 'See the pipelines with `ax-tasks workflow list`. A step is named behind the ID of its pipeline.',
  });

const noBackfill = (workflowId: string, type: string): CliError =>
  new CliError(`${workflowId} is no backfill, but a workflow ${type}.`, {
    exitCode: EXIT.refused,
    code: 'NoBackfill',
    hint: 'See the backfills with `ax-tasks backfill list`.',
  });
