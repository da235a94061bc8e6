import { patched } from '@temporalio/workflow';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import { runFirstPipeline } from './first-pipeline.js';
import { runEngine } from './run-engine.js';

/**
 * Runs the steps of a plan in the order of their needs, independent ones side by side (design/pipeline.md). It can be
 * paused and resumed, its steps skipped, retried and approved, by updates (`model/messages.ts`). Cancelling it cancels
 * every run it started. What is left of its time bounds each step, and none but those of `finally` is started afterwards.
 *
 * Returns the result of every step, in list order; a cancelled pipeline leaves it in the memo.
 */
export async function runPipeline(input: RunPipelineInput): Promise<PipelineResult> {
  return patched('pipeline-engine-2') ? runEngine(input) : runFirstPipeline(input);
}
