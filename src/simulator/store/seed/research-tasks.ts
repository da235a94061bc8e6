import type { RunConfiguration, TaskRecord } from '../task-types.js';
import type { SeedBuilder } from './builder.js';
import type { ResearchParts } from './seeded-work.js';
import { addTask, attach } from './seeded-work.js';

/** The seeded tasks that also have seeded runs. */
export interface ResearchTasks {
  readonly nightly: TaskRecord;
  readonly scoring: TaskRecord;
  readonly generation: TaskRecord;
}

/** One task of each type and shape; those that never ran among them. */
export function seedResearchTasks(builder: SeedBuilder, parts: ResearchParts): ResearchTasks {
  seedUnitTasks(builder, parts);
  seedOtherExperimentTasks(builder, parts);
  seedCodeTasks(builder, parts);
  const { space, project, dataset, baseline, candidate, hallucination, relevance } = parts;
  const scoring = addTask(builder, space, 'score-experiments', {
    type: 'TEMPLATE_EVALUATION',
    dataset_id: dataset.id,
    experiment_ids: [baseline.id, candidate.id],
    evaluators: [attach(relevance), attach(hallucination)],
  });
  const generation = addTask(builder, space, 'generate-answers', {
    type: 'RUN_EXPERIMENT',
    dataset_id: dataset.id,
    run_configuration: generationConfiguration(parts),
  });
  addTask(builder, space, 'fresh-relevance', {
    type: 'TEMPLATE_EVALUATION',
    project_id: project.id,
    evaluators: [attach(relevance)],
  });
  const nightly = addTask(builder, space, 'nightly-hallucination', {
    type: 'TEMPLATE_EVALUATION',
    project_id: project.id,
    query_filter: "span_kind = 'LLM'",
    evaluators: [
      attach(hallucination, {
        evaluator_version_id: hallucination.versions.at(-1)?.id ?? null,
        column_mappings: { input: 'attributes.input.value', output: 'attributes.output.value' },
      }),
    ],
  });
  return { nightly, scoring, generation };
}

function seedCodeTasks(
  builder: SeedBuilder,
  { space, project, dataset, baseline, json, policy }: ResearchParts,
): void {
  addTask(builder, space, 'json-check', {
    type: 'CODE_EVALUATION',
    project_id: project.id,
    sampling_rate: 0.5,
    evaluators: [attach(json)],
  });
  addTask(builder, space, 'check-policy', {
    type: 'CODE_EVALUATION',
    dataset_id: dataset.id,
    experiment_ids: [baseline.id],
    evaluators: [attach(policy)],
  });
}

/** Tasks in the trace/session shape. */
function seedUnitTasks(
  builder: SeedBuilder,
  { space, project, completion, frustration }: ResearchParts,
): void {
  const mapping = { variable_name: 'input', query_ids: ['A'], attribute_path: 'attributes.input.value' };
  addTask(builder, space, 'session-frustration', {
    type: 'TEMPLATE_EVALUATION',
    project_id: project.id,
    query_filters: { filters: [{ id: 'A', filter: "span_kind = 'LLM'" }], expression: 'A' },
    evaluators: [attach(frustration, { query_mappings: [{ ...mapping, query_ids: [] }] })],
  });
  addTask(builder, space, 'trace-completion', {
    type: 'TEMPLATE_EVALUATION',
    project_id: project.id,
    query_filters: {
      filters: [
        { id: 'A', filter: "span_kind = 'LLM'" },
        { id: 'B', filter: "status_code = 'ERROR'" },
      ],
      expression: 'A AND NOT B',
    },
    evaluators: [attach(completion, { query_mappings: [mapping] })],
  });
}

function seedOtherExperimentTasks(builder: SeedBuilder, parts: ResearchParts): void {
  const { space, dataset, agent, integration, relevance } = parts;
  addTask(builder, space, 'call-agent', {
    type: 'RUN_EXPERIMENT',
    dataset_id: dataset.id,
    run_configuration: {
      experiment_type: 'AGENT_CALL',
      integration_id: agent.id,
      input_template: { question: '{{question}}' },
    },
  });
  addTask(builder, space, 'judge-answers', {
    type: 'RUN_EXPERIMENT',
    dataset_id: dataset.id,
    run_configuration: {
      experiment_type: 'TEMPLATE_EVALUATION',
      ai_integration_id: integration.id,
      model_name: 'gpt-4o',
      template: 'Is {{answer}} a good answer to {{question}}?',
      provide_explanation: true,
      classification_choices: { good: 1, bad: 0 },
      column_mapping: { answer: 'expected_output', question: 'question' },
      evaluator_version_id: relevance.versions.at(-1)?.id ?? '',
      provider_parameters: {},
    },
  });
}

function generationConfiguration({ integration }: ResearchParts): RunConfiguration {
  return {
    experiment_type: 'LLM_GENERATION',
    ai_integration_id: integration.id,
    model_name: 'gpt-4o',
    messages: [
      { role: 'SYSTEM', content: 'You are a helpful support agent.' },
      { role: 'USER', content: 'Answer: {question}' },
    ],
    input_variable_format: 'F_STRING',
    invocation_parameters: { temperature: 0.2 },
    provider_parameters: {},
  };
}
