import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { GateRequest } from '../../model/gate/gate.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { pipelineWorkflowId } from '../../model/temporal/names.js';
import type { PipelineResult, StepResult } from '../../model/pipeline/results.js';

/** An earlier execution of a pipeline, which ended well. */
export interface PreviousPipeline {
  workflowId: string;
  steps: StepResult[];
}

/** Whoever judges asks for them one after the other: none is read before it is needed, and none twice. */
export type PreviousPipelines = () => AsyncGenerator<PreviousPipeline, void, undefined>;

const MAX_CANDIDATES = 50;

/** The executions of a pipeline that ended well, the newest end first; the execution that asks is none of them. */
export function previousPipelines(
  client: () => Client,
  pipeline: GateRequest['pipeline'],
): PreviousPipelines {
  const known: PreviousPipeline[] = [];
  let rest: AsyncGenerator<PreviousPipeline, void, undefined> | undefined;
  return async function* () {
    yield* known;
    rest ??= endedWell(client(), pipeline);
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      known.push(next.value);
      yield next.value;
    }
  };
}

async function* endedWell(
  client: Client,
  pipeline: GateRequest['pipeline'],
): AsyncGenerator<PreviousPipeline, void, undefined> {
  for (const { workflowId, runId } of await candidates(client, pipeline)) {
    const result = await resultOf(client, workflowId, runId);
    // Names that differ can have the same id.
    if (result?.verdict === 'good' && result.name === pipeline.name)
      yield { workflowId, steps: result.steps };
  }
}

async function candidates(
  client: Client,
  { name, executionId }: GateRequest['pipeline'],
): Promise<WorkflowExecutionInfo[]> {
  const prefix = pipelineWorkflowId(name, '');
  const query = `WorkflowType = '${WORKFLOWS.runPipeline}' AND ExecutionStatus = 'Completed' AND WorkflowId STARTS_WITH '${prefix}'`;
  const found: WorkflowExecutionInfo[] = [];
  for await (const execution of client.workflow.list({ query, pageSize: MAX_CANDIDATES })) {
    if (execution.runId !== executionId) found.push(execution);
    if (found.length >= MAX_CANDIDATES) break;
  }
  return found.sort((a, b) => endOf(b) - endOf(a));
}

const endOf = ({ closeTime }: WorkflowExecutionInfo): number => closeTime?.getTime() ?? 0;

/** Null if Temporal has deleted it since it was listed. */
async function resultOf(client: Client, workflowId: string, runId: string): Promise<PipelineResult | null> {
  try {
    return await client.workflow.getHandle<() => Promise<PipelineResult>>(workflowId, runId).result();
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}
