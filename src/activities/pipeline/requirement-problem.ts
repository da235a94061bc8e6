import type { AxClient } from '../../ax/ax-client.js';
import type { Requirement } from '../../model/pipeline/plan.js';
import { isSameName } from '../../ax/base/texts.js';
import { plainId } from '../../model/api/resource-id.js';
import { evaluatorProblem } from './evaluator-problem.js';
import type { InSpace } from './evaluator-problem.js';

const MAX_PAGE_SIZE = 500;

/** What keeps a requirement from being met; null: it is met. What is not found at all is thrown. */
export function requirementProblem(
  ax: AxClient,
  requirement: Requirement,
  task: string | null,
  inSpace: InSpace,
): Promise<string | null> {
  switch (requirement.kind) {
    case 'dataset':
      return datasetProblem(ax, requirement, inSpace);
    case 'experiment':
      return experimentProblem(ax, requirement, inSpace);
    case 'evaluator':
      return evaluatorProblem(ax, requirement, task, inSpace);
    case 'integration':
      return integrationProblem(ax, requirement, inSpace);
  }
}

type Of<Kind extends Requirement['kind']> = Extract<Requirement, { kind: Kind }>;

async function datasetProblem(
  ax: AxClient,
  { dataset, minExamples }: Of<'dataset'>,
  inSpace: InSpace,
): Promise<string | null> {
  const examples = ax.eachDatasetExample({ dataset, ...inSpace, limit: pageSizeFor(minExamples) });
  const found = await countUpTo(examples, minExamples);
  return found < minExamples
    ? `the dataset ${dataset} has ${found} examples, ${minExamples} are required`
    : null;
}

async function experimentProblem(
  ax: AxClient,
  { experiment, dataset, minRuns }: Of<'experiment'>,
  inSpace: InSpace,
): Promise<string | null> {
  const inDataset = dataset === undefined ? {} : { dataset };
  const runs = ax.eachExperimentRun({ experiment, ...inDataset, ...inSpace, limit: pageSizeFor(minRuns) });
  const found = await countUpTo(runs, minRuns);
  return found < minRuns ? `the experiment ${experiment} has ${found} runs, ${minRuns} are required` : null;
}

// One is asked for even where none is required: that the thing is there is required all the same.
const pageSizeFor = (count: number): number => Math.min(MAX_PAGE_SIZE, Math.max(1, count));

async function countUpTo(items: AsyncIterable<unknown>, enough: number): Promise<number> {
  const iterator = items[Symbol.asyncIterator]();
  let found = 0;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    found += 1;
    if (found >= enough) break;
  }
  return found;
}

async function integrationProblem(
  ax: AxClient,
  { integration }: Of<'integration'>,
  inSpace: InSpace,
): Promise<string | null> {
  const isIt = ({ id, name }: { id: string; name: string }) =>
    id === plainId(integration) || isSameName(name, integration);
  for await (const item of ax.eachAiIntegration({ ...inSpace, limit: 100 })) if (isIt(item)) return null;
  for await (const item of ax.eachIntegration({ ...inSpace, limit: 100 })) if (isIt(item)) return null;
  const where = inSpace.space === undefined ? '' : ` in the space ${inSpace.space}`;
  return `no integration ${integration} is there${where}, or none for this key`;
}
