import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { createEvaluation } from './create-evaluation.js';
import { createRunExperiment } from './create-run-experiment.js';
import type { CreateEvaluationOptions, RunExperimentOptions } from './evaluation-options.js';

export type CreateTaskOptions = CreateEvaluationOptions & RunExperimentOptions;

/** Flags that only one kind of task has: a flag that would be dropped silently is refused. */
const EVALUATION_ONLY = {
  evaluators: '--evaluators',
  project: '--project',
  experimentIds: '--experiment-ids',
  samplingRate: '--sampling-rate',
  isContinuous: '--is-continuous',
  queryFilter: '--query-filter',
  queryFilters: '--query-filters',
} as const;

/** Creates a task of either kind, as `--task-type` says. */
export function createTask(context: CliContext, options: CreateTaskOptions): Promise<number> {
  if (options.taskType !== 'RUN_EXPERIMENT') {
    refuse(options.runConfiguration === undefined ? [] : ['--run-configuration'], 'run_experiment');
    return createEvaluation(context, options);
  }
  const given = Object.entries(EVALUATION_ONLY).filter(
    ([name]) => options[name as keyof typeof EVALUATION_ONLY] !== undefined,
  );
  refuse(
    given.map(([, flag]) => flag),
    'evaluation',
  );
  return createRunExperiment(context, options);
}

function refuse(flags: readonly string[], kind: string): void {
  if (flags.length > 0) throw usageError(`${flags.join(', ')} can only be used for ${kind} tasks`);
}
