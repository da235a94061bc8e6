import type { Store } from '../store.js';
import type { Integration, Organization, User } from '../resource-types.js';
import { SeedBuilder } from './builder.js';
import { seedResearchSpace, type ResearchSpace } from './research-space.js';
import { templateConfig } from './evaluator-configs.js';
import { addExperiment, addExperimentRun, addTask, attach } from './seeded-work.js';

/** What the seed hands on: the users behind the keys, and the space that holds one of everything. */
export interface Seeded {
  readonly builder: SeedBuilder;
  readonly admin: User;
  readonly reader: User;
  readonly second: User;
  readonly annotator: User;
  readonly research: ResearchSpace;
}

/**
 * Fills a store: `prod-eu` and `prod`, whose names contain each other and whose tasks partly share names,
 * and `research`, which holds at least one of every kind. What is made last is listed first.
 */
export function seedStore(store: Store, nowMs: number): Seeded {
  const builder = new SeedBuilder(store, nowMs);
  const organization: Organization = builder.organization('Acme AI');
  const admin = builder.user('Ada Admin', 'ada@acme.example', 'ADMIN');
  const reader = builder.user('Rae Reader', 'rae@acme.example', 'MEMBER');
  const annotator = builder.user('Anna Annotator', 'anna@acme.example', 'ANNOTATOR');
  const integration = builder.integration(
    {
      type: 'LLM',
      name: 'openai-main',
      description: null,
      provider: 'OPEN_AI',
      modelNames: ['gpt-4o', 'gpt-4o-mini'],
    },
    null,
  );
  seedProductionSpace(builder, organization, 'prod-eu', integration);
  seedProductionSpace(builder, organization, 'prod', integration);
  const research = seedResearchSpace(builder, organization, integration);
  const second = builder.user('Sam Second', 'sam@acme.example', 'MEMBER');
  return { builder, admin, reader, second, annotator, research };
}

/** A space with the same names inside as its neighbour, apart from one task of its own. */
function seedProductionSpace(
  builder: SeedBuilder,
  organization: Organization,
  name: 'prod' | 'prod-eu',
  integration: Integration,
): void {
  const space = builder.space(organization, name, `The ${name} deployment`);
  const project = builder.project(space, 'chatbot', 'APPLICATION', 10);
  const dataset = builder.dataset(space, 'chat-golden', [10]);
  const helpfulness = builder.evaluator(space, 'helpfulness', 'TEMPLATE', [
    templateConfig(
      'helpfulness',
      'SPAN',
      { helpful: 1, unhelpful: 0 },
      integration,
      'Is the answer helpful?',
    ),
  ]);
  const launch = addExperiment(builder, space, dataset, 'launch', 20);
  for (const example of dataset.versions[0]?.examples ?? []) {
    addExperimentRun(builder, launch, example.id, `Launch answer to ${String(example.columns['question'])}`);
  }
  const evaluators = [attach(helpfulness)];
  addTask(builder, space, `${name}-only-audit`, {
    type: 'TEMPLATE_EVALUATION',
    project_id: project.id,
    evaluators,
  });
  addTask(builder, space, 'nightly-helpfulness', {
    type: 'TEMPLATE_EVALUATION',
    project_id: project.id,
    evaluators,
  });
}
