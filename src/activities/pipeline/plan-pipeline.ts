import type { Json } from '../../model/base/json.js';
import type { Plan } from '../../model/pipeline/plan.js';
import type { ScheduledPipeline } from '../../model/schedule/schedule.js';
import { InvalidFileError } from '../../files/document/finding.js';
import { failure } from '../base/failures.js';

export interface PlanRequest extends Pick<ScheduledPipeline, 'text' | 'fileName' | 'variables'> {
  inputs: Record<string, Json>;
}

/** Plans a pipeline from its file's text. Fails as `InvalidInput` with all that is wrong. */
export const planPipeline =
  () =>
  async ({ text, fileName, variables, inputs }: PlanRequest): Promise<Plan> => {
    // YAML and the schemas of files, for schedules of pipelines alone.
    const { parsePipeline } = await import('../../files/pipeline/parse-pipeline.js');
    const values = Object.entries(inputs).map(([name, value]) => ({ name, value, source: 'schedule' }));
    try {
      return parsePipeline(text, fileName, variables, { values });
    } catch (error) {
      if (!(error instanceof InvalidFileError)) throw error;
      throw failure('InvalidInput', `the pipeline of the schedule cannot be planned:\n${error.message}`);
    }
  };
