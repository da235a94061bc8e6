import { EXIT } from '../../model/exit-codes.js';
import { STEPS_MEMO, WORKFLOWS } from '../../model/inputs.js';
import type { StepMemo } from '../../model/pipeline-memo.js';
import { CliError } from '../errors/cli-error.js';
import type { Session } from '../session/session.js';

/**
 * The steps of a pipeline that runs.
 * @throws CliError where it is no pipeline, or has ended: `hint` says what can be done then
 */
export async function openPipeline(
  { client }: Session,
  workflowId: string,
  whereEnded: { message: string; hint: string | null },
): Promise<StepMemo[]> {
  const { type, status, memo } = await client.workflow.getHandle(workflowId).describe();
  if (type !== WORKFLOWS.runPipeline) throw noPipeline(workflowId, type);
  if (status.name !== 'RUNNING')
    throw new CliError(`${workflowId} has ended (${status.name.toLowerCase()}): ${whereEnded.message}`, {
      exitCode: EXIT.refused,
      code: 'Ended',
      hint: whereEnded.hint,
    });
  return (memo?.[STEPS_MEMO] ?? []) as StepMemo[];
}

export const noPipeline = (workflowId: string, type: string): CliError =>
  new CliError(`${workflowId} is no pipeline, but a workflow ${type}.`, {
    exitCode: EXIT.refused,
    code: 'NoPipeline',
    hint: 'See the pipelines with `ax-tasks list-workflows`. A step is named behind the ID of its pipeline.',
  });
