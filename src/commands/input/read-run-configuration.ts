import { inApiWords } from '../../model/api/run-configuration.js';
import type { RunConfiguration } from '../../model/api/task.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readJsonObject } from './read-json.js';

const FLAG = '--run-configuration';

/** How a run-experiment task runs, in the API's own words; the worker checks the rest against the service's rules. */
export async function readRunConfiguration(value: string, context: CliContext): Promise<RunConfiguration> {
  const configuration = inApiWords(await readJsonObject(FLAG, value, context));
  const { experiment_type: type } = configuration;
  if (typeof type !== 'string' || type === '') {
    throw usageError(
      `${FLAG} has no experiment_type, expected llm_generation, template_evaluation or agent_call`,
    );
  }
  return { ...configuration, experiment_type: type };
}
