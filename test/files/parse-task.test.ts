import { describe, expect, test } from 'vitest';
import { parseTask } from '../../src/files/task/parse-task.js';
import { InvalidFileError } from '../../src/files/document/finding.js';

const problemsOf = (text: string, env = {}): string[] => {
  try {
    parseTask(text, 'task.yaml', env);
  } catch (error) {
    if (error instanceof InvalidFileError) return error.message.split('\n');
    throw error;
  }
  return [];
};

const evaluation = `name: relevance
type: template_evaluation
space: research
project: support-bot
evaluators:
  - evaluatorId: relevance
`;
const experiment = `name: answer
type: Run_Experiment
space: research
dataset: questions
runConfiguration:
  experiment_type: agent_call
  integration: support-agent
  input_template: { question: "{{question}}" }
`;
const onDataset = evaluation.replace('project: support-bot', 'dataset: questions');

test('an evaluation task is read with all its members', () => {
  const text = `${evaluation}    evaluatorVersionId: null
    queryMappings:
      - { variableName: input, attributePath: attributes.input.value }
samplingRate: 0.5
isContinuous: true
queryFilter: null
queryFilters: { filters: [{ id: A, filter: "span_kind = 'LLM'" }] }
`;
  expect(parseTask(text, 'task.yaml', {})).toEqual({
    name: 'relevance',
    type: 'TEMPLATE_EVALUATION',
    space: 'research',
    project: 'support-bot',
    evaluators: [
      {
        evaluatorId: 'relevance',
        evaluatorVersionId: null,
        queryMappings: [{ variableName: 'input', queryIds: [], attributePath: 'attributes.input.value' }],
      },
    ],
    samplingRate: 0.5,
    isContinuous: true,
    queryFilter: null,
    queryFilters: { filters: [{ id: 'A', filter: "span_kind = 'LLM'" }] },
  });
});

test('a run-experiment task is read, its type in any casing, its configuration as it stands', () => {
  expect(parseTask(experiment, 'task.yaml', {})).toEqual({
    name: 'answer',
    type: 'RUN_EXPERIMENT',
    space: 'research',
    dataset: 'questions',
    runConfiguration: {
      experiment_type: 'agent_call',
      integration: 'support-agent',
      input_template: { question: '{{question}}' },
    },
  });
});

test('an integration may be named as in the official clients', () => {
  const text = experiment.replace('integration:', 'aiIntegration:').replace('agent_call', 'llm_generation');
  const { runConfiguration } = parseTask(text, 'task.yaml', {}) as { runConfiguration?: object };
  expect(runConfiguration).toMatchObject({ ai_integration: 'support-agent' });
  expect(runConfiguration).not.toHaveProperty('aiIntegration');
  const withId = text.replace('aiIntegration:', 'aiIntegrationId:');
  expect(parseTask(withId, 'task.yaml', {})).toMatchObject({
    runConfiguration: { ai_integration_id: 'support-agent' },
  });
});

test('JSON is read too, and the space may come from ARIZE_SPACE and names from variables', () => {
  const text = JSON.stringify({
    name: '${STAGE}-relevance',
    type: 'CODE_EVALUATION',
    project: 'support-bot',
    evaluators: [{ evaluatorId: 'answer-is-json' }],
  });
  const definition = parseTask(text, 'task.json', { ARIZE_SPACE: 'research', STAGE: 'test' });
  expect(definition).toMatchObject({ name: 'test-relevance', space: 'research' });
});

describe('what is wrong is said with its line and column', () => {
  test.each([
    ['', 'task.yaml:1:1 the file is empty, expected a task: name, type and what it works on'],
    [`${evaluation}sampelRate: 1\n`, 'task.yaml:7:1 sampelRate: is not a field of a task, expected one of '],
    [
      `${evaluation}samplingRat: 1\n`,
      'task.yaml:7:1 samplingRat: is not a field of a task; did you mean "samplingRate"?',
    ],
    [
      `${evaluation}sampling_rate: 1\n`,
      'task.yaml:7:1 sampling_rate: is not a field of a task; did you mean "samplingRate"?',
    ],
    [`${evaluation}samplingRate: 2\n`, 'task.yaml:7:15 samplingRate: is 2, expected a number from 0 to 1'],
    [
      `${evaluation}    evaluator_version: x\n`,
      'task.yaml:7:5 evaluators[0].evaluator_version: is not a field of an evaluator',
    ],
    [
      `${evaluation}    queryMappings: [{ variableName: x, path: y }]\n`,
      'task.yaml:7:40 evaluators[0].queryMappings[0].path: is not a field of a query mapping',
    ],
    [
      `${evaluation}queryFilters: { filter: x }\n`,
      'task.yaml:7:17 queryFilters.filter: is not a field of query filters; did you mean "filters"?',
    ],
    [
      `${evaluation}queryFilters: { filters: [{ id: A, expr: x }] }\n`,
      'queryFilters.filters[0].expr: is not a field of a filter',
    ],
    [
      evaluation.replace('template_evaluation', 'template_evaluaton'),
      'task.yaml:2:7 type: is "TEMPLATE_EVALUATON", expected template_evaluation, code_evaluation or run_experiment; did you mean "TEMPLATE_EVALUATION"?',
    ],
    [evaluation.replace(/type.*\n/, ''), 'type: is missing, expected template_evaluation'],
    [
      `${evaluation}runConfiguration: { experiment_type: x }\n`,
      'task.yaml:7:1 runConfiguration: is for run_experiment tasks only',
    ],
    [`${evaluation}dataset: questions\n`, 'task.yaml:7:1 dataset: cannot be combined with project'],
    [`${evaluation}experimentIds: [x]\n`, 'task.yaml:7:1 experimentIds: is for dataset tasks only'],
    [
      evaluation.replace(/project.*\n/, ''),
      'dataset: is missing: an evaluation task requires a project or a dataset',
    ],
    [
      evaluation.replace(/evaluators[^]*/, ''),
      'evaluators: is missing: an evaluation task requires at least one',
    ],
    [onDataset, 'experimentIds: is missing: a dataset task requires at least one'],
    [
      experiment.replace('experiment_type', 'experimentType'),
      'task.yaml:6:3 runConfiguration.experimentType: is not a field of a run configuration; did you mean "experiment_type"?',
    ],
    [
      experiment.replace('input_template', 'input_templat'),
      'task.yaml:8:3 runConfiguration.input_templat: is not a field of a run configuration; did you mean "input_template"?',
    ],
    [
      experiment.replace('runConfiguration', 'run_configuration'),
      'task.yaml:5:1 run_configuration: is not a field of a task; did you mean "runConfiguration"?',
    ],
    [
      experiment.replace('space: research\n', '').replace('integration:', 'aiIntegration:'),
      'runConfiguration.aiIntegration: is "support-agent", a name: set `space` at the top',
    ],
    [`${onDataset}isContinuous: true\n`, 'task.yaml:7:1 isContinuous: is for project tasks only'],
    [`${experiment}samplingRate: 1\n`, 'task.yaml:9:1 samplingRate: is for evaluation tasks only'],
    [
      experiment.replace(/runConfiguration[^]*/, ''),
      'runConfiguration: is missing: a run_experiment task requires it',
    ],
    [
      experiment.replace('experiment_type', 'type'),
      'task.yaml:6:3 runConfiguration.experiment_type: is missing, expected a non-empty string',
    ],
    [
      evaluation.replace(/space.*\n/, ''),
      'task.yaml:3:10 project: is "support-bot", a name: set `space` at the top (or ARIZE_SPACE), or use its ID',
    ],
    ['- name: x\n', 'task.yaml:1:1 is a list, expected a mapping with name and type'],
  ])('%j', (text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem);
  });

  test('all of it at once, in the order of the file', () => {
    const text = `${evaluation.replace('relevance\ntype', 'relevance\ncolour: red\ntype')}samplingRate: -1\n`;
    expect(problemsOf(text).map((line) => line.split(' ')[1])).toEqual(['colour:', 'samplingRate:']);
  });

  test('but not where a thing without a space is named by its ID', () => {
    const id = Buffer.from('Model:2:qRwX').toString('base64');
    const text = evaluation
      .replace(/space.*\n/, '')
      .replace('support-bot', id)
      .replace('evaluatorId: relevance', 'evaluatorId: id:custom');
    expect(problemsOf(text)).toEqual([]);
  });

  test('and not where a task of a dataset does without experiments on purpose', () => {
    expect(problemsOf(`${onDataset}allowNoExperiments: true\n`)).toEqual([]);
  });
});
