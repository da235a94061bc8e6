import type { EvaluationTrigger, RunExperimentTrigger, TriggerFields } from '../api/requests.js';
import { isProjectTask, isRunExperimentTask } from '../api/task.js';
import type { Task } from '../api/task.js';

/** What a task's kind is known by. */
export type TaskKind = Pick<Task, 'id' | 'type' | 'projectId' | 'datasetId'>;

const EVALUATION: readonly (keyof EvaluationTrigger)[] = [
  'dataStartTime',
  'dataEndTime',
  'maxSpans',
  'overrideEvaluations',
  'experimentIds',
];
const RUN_EXPERIMENT: readonly (keyof RunExperimentTrigger)[] = [
  'experimentName',
  'queryFilter',
  'datasetVersionId',
  'exampleIds',
  'maxExamples',
  'tracingMetadata',
  'evaluationTaskIds',
];

/** What the task's kind forbids or demands, a clause for each (docs/api-contract.md 1.3, "Trigger"). */
export function triggerFitProblems(fields: TriggerFields, task: TaskKind): string[] {
  if (isRunExperimentTask(task)) {
    const missing =
      fields.experimentName === undefined ? ['experimentName is needed for a RUN_EXPERIMENT task'] : [];
    return [
      ...missing,
      ...present(fields, EVALUATION).map((field) => `${field} is for evaluation tasks only`),
    ];
  }
  const wrong = present(fields, RUN_EXPERIMENT).map((field) => `${field} is for RUN_EXPERIMENT tasks only`);
  return [...wrong, ...(isProjectTask(task) ? projectProblems(fields) : datasetProblems(fields, task))];
}

const projectProblems = ({ experimentIds }: TriggerFields): string[] =>
  experimentIds === undefined ? [] : ['experimentIds are for dataset tasks only'];

function datasetProblems(fields: TriggerFields, task: TaskKind): string[] {
  if (task.datasetId === null) return [];
  const ends = present(fields, ['dataStartTime', 'dataEndTime']);
  return ends.map((field) => `${field} is for project tasks only: a dataset task takes no window`);
}

const present = (fields: TriggerFields, members: readonly (keyof TriggerFields)[]): (keyof TriggerFields)[] =>
  members.filter((member) => fields[member] !== undefined);
