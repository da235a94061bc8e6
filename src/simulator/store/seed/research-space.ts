import type { Dataset, Evaluator, Integration, Organization, Project, Space } from '../resource-types.js';
import type { SeedBuilder } from './builder.js';
import { customConfig, managedConfig, templateConfig } from './evaluator-configs.js';
import { seedResearchTasks, type ResearchTasks } from './research-tasks.js';
import { addExperiment, addExperimentRun } from './seeded-work.js';
import type { ResearchParts } from './seeded-work.js';

export interface ResearchSpace extends ResearchParts {
  readonly tasks: ResearchTasks;
}

/** A space with at least one of everything. Its name is part of no other space's name. */
export function seedResearchSpace(
  builder: SeedBuilder,
  organization: Organization,
  integration: Integration,
): ResearchSpace {
  const space = builder.space(organization, 'research', 'Holds at least one of everything');
  const dataset = seedDatasets(builder, space);
  const parts: ResearchParts = {
    space,
    project: seedProjects(builder, space),
    dataset,
    integration,
    ...seedEvaluators(builder, space, integration),
    agent: seedAgent(builder, space),
    ...seedExperiments(builder, space, dataset),
  };
  return { ...parts, tasks: seedResearchTasks(builder, parts) };
}

/** `support-bot` has more than the default 10,000 spans in 30 days; `quiet-project` never had any. */
function seedProjects(builder: SeedBuilder, space: Space): Project {
  builder.project(space, 'quiet-project', 'APPLICATION', 0);
  builder.project(space, 'experiment-traces', 'EXPERIMENT', 0);
  builder.project(space, 'agent-sessions', 'HARNESS', 12);
  return builder.project(space, 'support-bot', 'APPLICATION', 24);
}

function seedDatasets(builder: SeedBuilder, space: Space): Dataset {
  builder.dataset(space, 'bulk-questions', [620]);
  builder.dataset(space, 'golden-answers', [12]);
  return builder.dataset(space, 'support-questions', [8, 24]);
}

function seedEvaluators(
  builder: SeedBuilder,
  space: Space,
  integration: Integration,
): Pick<ResearchParts, 'hallucination' | 'relevance' | 'completion' | 'frustration' | 'json' | 'policy'> {
  const template = (
    name: string,
    granularity: 'SPAN' | 'TRACE' | 'SESSION',
    choices: Readonly<Record<string, number>>,
    wordings: readonly string[],
  ): Evaluator =>
    builder.evaluator(
      space,
      name.replaceAll('_', '-'),
      'TEMPLATE',
      wordings.map((wording) => templateConfig(name, granularity, choices, integration, wording)),
    );
  const json = builder.evaluator(space, 'answer-is-json', 'CODE', [
    managedConfig('answer_is_json', 'JSON_PARSEABLE', []),
    managedConfig('answer_is_json', 'JSON_PARSEABLE', []),
  ]);
  const keywords = { name: 'keywords', type: 'STRING_ARRAY', default_value: ['refund', 'return'] };
  const policy = builder.evaluator(space, 'mentions-policy', 'CODE', [
    managedConfig('mentions_policy', 'CONTAINS_ANY_KEYWORD', [keywords]),
  ]);
  builder.evaluator(space, 'tone-check', 'CODE', [customConfig('tone_check')]);
  builder.evaluator(space, 'length-check', 'CODE', [customConfig('length_check')]);
  const frustrated = { calm: 1, frustrated: 0 };
  const done = { completed: 1, partly: 0.5, failed: 0 };
  return {
    json,
    policy,
    frustration: template('user_frustration', 'SESSION', frustrated, ['Is the user frustrated?']),
    completion: template('task_completion', 'TRACE', done, [
      'Was the task completed?',
      'Was all of it completed?',
    ]),
    relevance: template('relevance', 'SPAN', { relevant: 1, irrelevant: 0 }, [
      'Relevant?',
      'Is it relevant?',
    ]),
    hallucination: template('hallucination', 'SPAN', { factual: 1, hallucinated: 0 }, [
      'Is the output factual?',
      'Is the output supported by the input?',
      'Is every statement of the output supported by the input?',
    ]),
  };
}

function seedAgent(builder: SeedBuilder, space: Space): Integration {
  builder.integration(
    {
      type: 'LLM',
      name: 'anthropic-research',
      description: null,
      provider: 'ANTHROPIC',
      modelNames: ['claude-sonnet-4'],
    },
    space,
  );
  return builder.integration(
    {
      type: 'AGENT',
      name: 'support-agent',
      description: 'Answers support questions',
      agent: {
        endpoint: 'https://agent.acme.example/run',
        input_schema: {
          type: 'object',
          properties: { question: { type: 'string' } },
          required: ['question'],
        },
      },
    },
    space,
  );
}

/** `baseline-v1` is scored; `candidate-v2` is not yet; `standalone-smoke` belongs to no dataset. */
function seedExperiments(
  builder: SeedBuilder,
  space: Space,
  dataset: Dataset,
): Pick<ResearchParts, 'baseline' | 'candidate'> {
  const examples = dataset.versions.at(-1)?.examples ?? [];
  const standalone = addExperiment(builder, space, null, 'standalone-smoke', 12);
  for (let at = 1; at <= 5; at += 1) addExperimentRun(builder, standalone, null, `Smoke answer ${at}`);
  const candidate = addExperiment(builder, space, dataset, 'candidate-v2', 4);
  const baseline = addExperiment(builder, space, dataset, 'baseline-v1', 11);
  for (const example of examples) {
    addExperimentRun(builder, candidate, example.id, `Candidate: ${String(example.columns['question'])}`);
    addExperimentRun(builder, baseline, example.id, `Baseline: ${String(example.columns['question'])}`);
  }
  return { baseline, candidate };
}
