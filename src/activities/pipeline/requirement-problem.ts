import type { AxClient } from '../../ax/ax-client.js';
import type { ReadinessRequest, Requirement } from '../../model/pipeline/requires/requirements.js';
import { isSameName } from '../../ax/base/texts.js';
import { SeenSpans } from '../../model/quality/seen-spans.js';
import { plainId } from '../../model/api/resource-id.js';
import { instantMs, toUtc } from '../../model/time/window.js';
import type { Interval } from '../../model/time/interval.js';
import { NOBODY, projectOf, spanPages } from '../quality/counted-pages.js';
import { eachPage } from '../quality/each-page.js';
import type { ReadCountedPage } from '../quality/walk-groups.js';
import { evaluatorProblem } from './evaluator-problem.js';
import type { InSpace } from './evaluator-problem.js';

const MAX_PAGE_SIZE = 500;

/** What keeps a requirement from being met; null: it is met. What is not found at all is thrown. */
export function requirementProblem(
  ax: AxClient,
  requirement: Requirement,
  task: string | null,
  inSpace: InSpace,
  spansOf: ReadinessRequest['spansOf'],
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
    case 'spans':
      return spansProblem(ax, requirement, spansOf);
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

/** Read no further than to the number that is required. */
async function spansProblem(
  ax: AxClient,
  { spans: { min, filter } }: Of<'spans'>,
  spansOf: ReadinessRequest['spansOf'],
): Promise<string | null> {
  const window = windowOf(spansOf);
  if (spansOf === undefined || window === null)
    return 'its window is not known, so its spans cannot be counted';
  const projectId = await projectOf(ax, spansOf.owner);
  const selection = { projectId, filter: filter ?? null, evaluations: [], writers: NOBODY };
  const read = spanPages({ ax }, selection, pageSizeFor(min));
  const found = await spansUpTo(read, window, min);
  const which = filter === undefined ? 'spans' : `spans with ${filter}`;
  const when = `${toUtc(window.startMs)} to ${toUtc(window.endMs)}`;
  return found < min ? `the window ${when} has ${found} ${which}, ${min} are required` : null;
}

/** Without an end it is up to now. */
function windowOf(spansOf: ReadinessRequest['spansOf']): Interval | null {
  const { dataStartTime = '', dataEndTime } = spansOf?.window ?? {};
  const startMs = instantMs(dataStartTime);
  const endMs = dataEndTime === undefined ? Date.now() : instantMs(dataEndTime);
  return startMs === null || endMs === null || startMs >= endMs ? null : { startMs, endMs };
}

async function spansUpTo(read: ReadCountedPage, window: Interval, enough: number): Promise<number> {
  const seen = new SeenSpans();
  for await (const { page } of eachPage((cursor) => read(window, cursor))) {
    for (const { hash, startMs } of page.spans) if (startMs < window.endMs) seen.add(hash);
    if (seen.size >= enough) break;
  }
  return seen.size;
}
