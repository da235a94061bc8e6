import { failureNotice } from '../../model/notification/failure-notice.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import { pipelineSubject } from '../../model/pipeline/notices/pipeline-notices.js';
import { tellingFailures } from './teller.js';

/** Runs `runPipeline` as a workflow of its own, whose failure is told of. */
export function tellingOfPipeline<Result>(
  input: RunPipelineInput,
  run: (input: RunPipelineInput) => Promise<Result>,
): Promise<Result> {
  const { plan, isEndTold } = Object(input) as { plan?: unknown; isEndTold?: unknown };
  const { name, notify } = Object(plan) as { name?: unknown; notify?: unknown };
  const title = typeof name === 'string' ? name : 'of an unknown name';
  return tellingFailures({
    notify,
    sketchesOf: (ended) =>
      isEndTold === true ? [] : [failureNotice(pipelineSubject(title), `Pipeline ${title}`, ended)],
    work: () => run(input),
  });
}
