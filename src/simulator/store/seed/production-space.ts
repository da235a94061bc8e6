import type { Integration, Organization } from '../types.js';
import type { SeedBuilder } from './builder.js';
import { templateConfig } from './evaluator-configs.js';
import { addExperiment, addExperimentRun, addTask, attach } from './seeded-work.js';

/** A space with the same names inside as its neighbour, apart from one task of its own. */
export function seedProductionSpace(
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
