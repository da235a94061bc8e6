import type { CliContext } from '../base/context.js';
import { readRunConfiguration } from '../input/read-run-configuration.js';
import { requireSpace, spaceOf } from '../input/space.js';
import type { RunExperimentOptions } from './evaluation-options.js';
import { callForTask } from './get-task.js';
import { requireOption } from './evaluation-options.js';

export async function createRunExperiment(
  context: CliContext,
  options: RunExperimentOptions,
): Promise<number> {
  const space = spaceOf(options, context);
  const name = requireOption('--name', options.name, 'a task needs a name');
  const dataset = requireOption('--dataset', options.dataset, 'an experiment runs on a dataset');
  requireSpace('The dataset', dataset, space);
  const configuration = requireOption(
    '--run-configuration',
    options.runConfiguration,
    'the model and prompt of the experiment',
  );
  const runConfiguration = await readRunConfiguration(configuration, context);
  const request = { name, dataset, runConfiguration, ...space };
  return callForTask(context, options, 'createRunExperimentTask', request, 'Created the task.');
}
