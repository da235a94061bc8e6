import { isResourceId } from '../../model/resource-id.js';
import type { Finding } from '../finding.js';
import { EVALUATION_FIELDS, RUN_EXPERIMENT_FIELDS } from '../schema/pipeline-file.js';
import type { LooseStep } from './loose-step.js';
import { textsOf } from './loose-step.js';

/** Members of a step that do not go together (contract section 3, rules 4 to 6). */
export const checkFields = (steps: readonly LooseStep[]): Finding[] =>
  steps.flatMap((step, position) =>
    [
      ...mixedKinds(step),
      ...examples(step),
      ...windowOfDataset(step),
      ...policyAlone(step),
      ...sources(step, steps),
    ].map((finding) => ({ ...finding, path: ['steps', position, ...finding.path] })),
  );

/** A name is only found in a space: the step's, the pipeline's, or the default of whoever runs it. */
export const checkSpaces = (steps: readonly LooseStep[], space: string | undefined): Finding[] =>
  steps.flatMap((step, position) => {
    const { task } = step;
    if (typeof task !== 'string' || task === '' || isResourceId(task)) return [];
    if (typeof step['space'] === 'string' || space !== undefined) return [];
    return [
      {
        path: ['steps', position, 'task'],
        message: `is ${JSON.stringify(task)}, a name, expected \`space\` beside it or at the top (or ARIZE_SPACE), or the task's ID`,
      },
    ];
  });

function mixedKinds(step: LooseStep): Finding[] {
  const [evaluation] = EVALUATION_FIELDS.filter((name) => step[name] !== undefined);
  const [experiment] = RUN_EXPERIMENT_FIELDS.filter((name) => step[name] !== undefined);
  if (evaluation === undefined || experiment === undefined) return [];
  const message = `is for run-experiment tasks and ${evaluation} for evaluation tasks, expected fields of one kind`;
  return [{ path: [experiment], at: 'key', message }];
}

function examples(step: LooseStep): Finding[] {
  if (step['exampleIds'] === undefined || step['maxExamples'] === undefined) return [];
  return [{ path: ['maxExamples'], at: 'key', message: 'stands beside exampleIds, expected one of the two' }];
}

function windowOfDataset(step: LooseStep): Finding[] {
  const [experiments] = ['experimentsFrom', 'experimentIds'].filter((name) => step[name] !== undefined);
  if (step['window'] === undefined || experiments === undefined) return [];
  const message = `stands beside ${experiments}, expected one of the two: a window is of a project, experiments are of a dataset`;
  return [{ path: ['window'], at: 'key', message }];
}

function policyAlone(step: LooseStep): Finding[] {
  if (step['onTimeout'] === undefined || step['timeout'] !== undefined) return [];
  return [
    {
      path: ['onTimeout'],
      at: 'key',
      message: 'has no effect without timeout, expected a timeout beside it',
    },
  ];
}

function sources(step: LooseStep, steps: readonly LooseStep[]): Finding[] {
  const evaluations = steps.filter((other) => EVALUATION_FIELDS.some((name) => other[name] !== undefined));
  return textsOf(step['experimentsFrom']).flatMap((id, entry): Finding[] => {
    if (!evaluations.some((other) => other !== step && other['id'] === id)) return [];
    const message = `is ${JSON.stringify(id)}, an evaluation, expected a step that runs an experiment`;
    return [{ path: ['experimentsFrom', entry], message }];
  });
}
