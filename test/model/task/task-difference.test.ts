import { describe, expect, test } from 'vitest';
import type { EvaluatorInput } from '../../../src/model/api/requests.js';
import type { EvaluationDefinition, TaskDefinition } from '../../../src/model/api/task-definition.js';
import {
  alreadyHolds,
  createdFields,
  definedFields,
  fieldsToSend,
  fixedDifferences,
  taskChanges,
} from '../../../src/model/task/task-difference.js';
import type { TaskFields } from '../../../src/model/task/task-difference.js';
import type { RunConfiguration, Task, TaskEvaluator } from '../../../src/model/api/task.js';

const evaluator = (members: Partial<TaskEvaluator> = {}): TaskEvaluator => ({
  evaluatorId: 'E1',
  evaluatorName: 'relevance',
  evaluatorVersionId: null,
  queryFilter: null,
  columnMappings: null,
  queryMappings: null,
  ...members,
});

const task = (members: Partial<Task> = {}): Task => ({
  id: 'T1',
  name: 'nightly',
  type: 'TEMPLATE_EVALUATION',
  projectId: 'P1',
  datasetId: null,
  samplingRate: 0.5,
  isContinuous: false,
  queryFilter: null,
  queryFilters: null,
  evaluators: [evaluator()],
  experimentIds: [],
  runConfiguration: null,
  lastRunAt: null,
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
  createdByUserId: null,
  extra: {},
  ...members,
});

const definition: EvaluationDefinition = {
  name: 'nightly',
  type: 'TEMPLATE_EVALUATION',
  project: 'id:P1',
  evaluators: [{ evaluatorId: 'id:E1' }],
};
const mapping = { variableName: 'input', queryIds: ['A'], attributePath: 'attributes.input.value' };

describe('fields', () => {
  test.each<[string, TaskFields, string[]]>([
    ['that are left out are no difference', {}, []],
    ['that are equal are no difference', { samplingRate: 0.5, isContinuous: false, queryFilter: null }, []],
    [
      'that differ are named',
      { samplingRate: 0, isContinuous: true, name: 'x' },
      ['name', 'samplingRate', 'isContinuous'],
    ],
    ['that are to be set where there is nothing are named', { queryFilter: 'a = 1' }, ['queryFilter']],
  ])('%s', (_title, fields, expected) => {
    expect(taskChanges(task(), fields).map(({ field }) => field)).toEqual(expected);
    expect(alreadyHolds(task(), fields)).toBe(expected.length === 0);
  });

  test('of a filter that is to be cleared show what it was', () => {
    const from = task({ queryFilter: 'a = 1' });
    expect(taskChanges(from, { queryFilter: null })).toEqual([
      { field: 'queryFilter', from: 'a = 1', to: null },
    ]);
  });

  test('of a lone named filter are the same with and without its own expression', () => {
    const filters = [{ id: 'A', filter: 'a = 1' }];
    const from = task({ queryFilters: { filters, expression: 'A' } });
    expect(taskChanges(from, { queryFilters: { filters } })).toEqual([]);
    expect(taskChanges(from, { queryFilters: { filters, expression: 'NOT A' } })).toHaveLength(1);
  });
});

describe('evaluators', () => {
  const two = [evaluator(), evaluator({ evaluatorId: 'E2', evaluatorName: null })];

  test.each<[string, TaskEvaluator[], EvaluatorInput[], unknown]>([
    ['in another order are the same', two, [{ evaluatorId: 'E2' }, { evaluatorId: 'id:E1' }], []],
    [
      'that are detached are named',
      two,
      [{ evaluatorId: 'E1' }],
      [{ field: 'evaluators.E2', from: {}, to: null }],
    ],
    [
      'that are attached are named with what they have',
      [],
      [{ evaluatorId: 'E1', evaluatorVersionId: 'V2' }],
      [{ field: 'evaluators.E1', from: null, to: { evaluatorVersionId: 'V2' } }],
    ],
    [
      'with another pin show both pins and nothing else',
      [evaluator({ evaluatorVersionId: 'V1', queryFilter: 'a = 1' })],
      [{ evaluatorId: 'E1', evaluatorVersionId: 'V2', queryFilter: 'a = 1' }],
      [
        {
          field: 'evaluators.relevance',
          from: { evaluatorVersionId: 'V1' },
          to: { evaluatorVersionId: 'V2' },
        },
      ],
    ],
    [
      'with the same mappings in another order of their names are the same',
      [evaluator({ columnMappings: { a: '1', b: '2' } })],
      [{ evaluatorId: 'E1', columnMappings: { b: '2', a: '1' } }],
      [],
    ],
  ])('%s', (_title, present, wanted, changes) => {
    expect(taskChanges(task({ evaluators: present }), { evaluators: wanted })).toEqual(changes);
  });

  test('in an update without a pin unpin; in a definition without one they keep it', () => {
    const pinned = task({ evaluators: [evaluator({ evaluatorVersionId: 'V1' })] });
    expect(taskChanges(pinned, { evaluators: definition.evaluators })).toHaveLength(1);
    expect(taskChanges(pinned, definedFields(definition, pinned))).toEqual([]);
    const unpinned = { ...definition, evaluators: [{ evaluatorId: 'E1', evaluatorVersionId: null }] };
    expect(taskChanges(pinned, definedFields(unpinned, pinned))).toHaveLength(1);
  });

  test('that change their shape keep nothing of the other one', () => {
    const inSpans = task({ evaluators: [evaluator({ queryFilter: 'a = 1', columnMappings: { a: 'b' } })] });
    const traced = { ...definition, evaluators: [{ evaluatorId: 'E1', queryMappings: [mapping] }] };
    expect(definedFields(traced, inSpans).evaluators).toEqual(traced.evaluators);
    const inTraces = task({ evaluators: [evaluator({ queryMappings: [mapping] })] });
    const spanned = { ...definition, evaluators: [{ evaluatorId: 'E1', columnMappings: { a: 'b' } }] };
    expect(definedFields(spanned, inTraces).evaluators).toEqual(spanned.evaluators);
  });
});

describe('run configurations', () => {
  const present: RunConfiguration = {
    experiment_type: 'LLM_GENERATION',
    ai_integration_id: 'I1',
    model_name: 'gpt-4o',
    messages: [{ role: 'USER', content: '{question}' }],
    input_variable_format: 'F_STRING',
    provider_parameters: {},
    tool_config: null,
  };
  const given: RunConfiguration = {
    input_variable_format: 'f_string',
    messages: [{ content: '{question}', role: 'user' }],
    ai_integration_id: 'I1',
    experiment_type: 'llm_generation',
  };
  const fieldsOf = (wanted: RunConfiguration): string[] =>
    taskChanges(task({ runConfiguration: present }), { runConfiguration: wanted }).map(({ field }) => field);

  test.each<[string, RunConfiguration, string[]]>([
    ['with their members in another order and casing, and without defaults, are the same', given, []],
    ['with another model differ', { ...given, model_name: 'x' }, ['runConfiguration.model_name']],
    [
      'with a text in another casing differ',
      { ...given, messages: [{ role: 'user', content: '{Question}' }] },
      ['runConfiguration.messages'],
    ],
    ['with something more differ', { ...given, tool_config: { a: 1 } }, ['runConfiguration.tool_config']],
  ])('%s', (_title, wanted, expected) => {
    expect(fieldsOf(wanted)).toEqual(expected);
  });

  test('with a member less differ, since a configuration is replaced whole', () => {
    const wanted = { ...given };
    const from = task({ runConfiguration: { ...present, invocation_parameters: { temperature: 1 } } });
    expect(taskChanges(from, { runConfiguration: wanted })).toEqual([
      { field: 'runConfiguration.invocation_parameters', from: { temperature: 1 }, to: null },
    ]);
  });

  test('do not certainly hold where a default was left out: an update might have changed it', () => {
    const runConfiguration = given;
    expect(alreadyHolds(task({ runConfiguration: present }), { runConfiguration })).toBe(false);
    const whole = { ...given, model_name: 'gpt-4o' };
    expect(alreadyHolds(task({ runConfiguration: present }), { runConfiguration: whole })).toBe(true);
  });

  test('of agents are the same with and without `dataset.` before a column', () => {
    const agent = (question: string): RunConfiguration => ({
      experiment_type: 'AGENT_CALL',
      integration_id: 'I2',
      input_template: { list: [question] },
    });
    const from = task({ runConfiguration: agent('{{question}}') });
    expect(taskChanges(from, { runConfiguration: agent('{{ dataset.question }}') })).toEqual([]);
  });
});

describe('what no update can change', () => {
  test.each<[string, TaskDefinition, string[]]>([
    ['is nothing where all of it fits', definition, []],
    ['is the type', { ...definition, type: 'CODE_EVALUATION' }, ['type']],
    ['is the project', { ...definition, project: 'P2' }, ['project']],
    [
      'is the dataset, and the experiments in it',
      { ...definition, project: undefined, dataset: 'D1', experimentIds: ['X'] } as never,
      ['project', 'dataset', 'experimentIds'],
    ],
    [
      'is the kind',
      { name: 'n', type: 'RUN_EXPERIMENT', dataset: 'D1', runConfiguration: { experiment_type: 'x' } },
      ['type', 'project', 'dataset'],
    ],
  ])('%s', (_title, given, expected) => {
    expect(fixedDifferences(task(), given).map(({ field }) => field)).toEqual(expected);
  });

  test('is not the order of the experiments', () => {
    const given = { ...definition, experimentIds: ['id:B', 'A'] };
    expect(fixedDifferences(task({ experimentIds: ['A', 'B'] }), given)).toEqual([]);
  });
});

test('only the fields with a change are sent', () => {
  const fields = { samplingRate: 1, isContinuous: false, evaluators: [{ evaluatorId: 'E2' }] };
  const sent = fieldsToSend(fields, taskChanges(task(), fields));
  expect(sent).toEqual({ samplingRate: 1, evaluators: [{ evaluatorId: 'E2' }] });
});

test('a created task shows all that it was given, and nothing that was left out or denied', () => {
  const fields = createdFields({ ...definition, queryFilter: null, samplingRate: 0 }).map(
    ({ field }) => field,
  );
  expect(fields).toEqual(['name', 'type', 'project', 'samplingRate', 'evaluators']);
});
