import { expect, test, type TestContext } from 'vitest';
import type { AxClient } from '../../../src/ax/index.js';
import type { NamedResource } from '../../../src/model/api/resources.js';

/** A service under test, with a key that may read. */
export interface Service {
  client: AxClient;
  /** A client with a key that nobody has. */
  stranger: AxClient;
}

const ENOUGH = 20;

/** The first items of a list: enough to see how it goes, few enough for a large account. */
async function some<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) {
    items.push(item);
    if (items.length === ENOUGH) break;
  }
  return items;
}

/** The first thing, or the test ends here: there is nothing of its kind on this service. */
function oneOf<T>(items: readonly T[], context: TestContext): T {
  const [first] = items;
  if (first === undefined) context.skip('the service has none');
  return first;
}

/** An ID of the right form that nothing has. */
const unused = (kind: string): string => Buffer.from(`${kind}:999999999:none`).toString('base64');

/**
 * What holds of any service that keeps the contract, the pretend one and the real one alike. Only reads: nothing here
 * knows what the service holds, and nothing changes it.
 */
export function readsAsTheContractSays(service: () => Service): void {
  const client = () => service().client;
  /** A space whose name only it has. */
  const spaceOf = async (context: TestContext) => {
    const spaces = await some(client().eachSpace());
    return oneOf(
      spaces.filter((one) => spaces.filter(({ name }) => name === one.name).length === 1),
      context,
    );
  };

  test('a space is found by its exact name alone', async (context) => {
    const space = await spaceOf(context);
    expect(await client().resolveSpace({ space: space.name })).toEqual({ id: space.id, name: space.name });
    const swapped =
      space.name === space.name.toUpperCase() ? space.name.toLowerCase() : space.name.toUpperCase();
    await expect(client().resolveSpace({ space: `${swapped}—no such space` })).rejects.toMatchObject({
      kind: 'AxNotFound',
    });
  });

  test.each<[string, (space: string) => AsyncIterable<NamedResource>]>([
    ['projects', (space) => client().eachProject({ space })],
    ['datasets', (space) => client().eachDataset({ space })],
    ['evaluators', (space) => client().eachEvaluator({ space })],
    ['AI integrations', (space) => client().eachAiIntegration({ space })],
    ['experiments', (space) => client().eachExperiment({ space })],
    ['tasks', (space) => client().eachTask({ space })],
  ])('%s of a space come page by page, each once', async (_title, list) => {
    for (const { id } of await some(client().eachSpace())) {
      const items = await some(list(id));
      expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    }
  });

  test('pages of one item hold what one large page holds', async (context) => {
    const { id: space } = await spaceOf(context);
    const large = await client().listTasks({ space, limit: 100 });
    const small = await some(client().eachTask({ space, limit: 1 }));
    expect(small.map(({ id }) => id)).toEqual(large.items.slice(0, ENOUGH).map(({ id }) => id));
  });

  test('a task by its ID, and by its name where only it has that name, is the task of the list', async (context) => {
    const { id: space } = await spaceOf(context);
    const tasks = await some(client().eachTask({ space }));
    const task = oneOf(
      tasks.filter((one) => tasks.filter(({ name }) => name === one.name).length === 1),
      context,
    );
    expect(await client().getTask({ task: task.id })).toEqual(task);
    expect(await client().getTask({ task: task.name, space })).toMatchObject({
      id: task.id,
      name: task.name,
    });
  });

  test('runs come newest first, and a run by its ID is the run of the list', async (context) => {
    const { id: space } = await spaceOf(context);
    for (const task of await some(client().eachTask({ space }))) {
      const runs = await some(client().eachRun({ task: task.id }));
      const created = runs.map(({ createdAt }) => Date.parse(createdAt));
      expect(created).toEqual(created.toSorted((a, b) => b - a));
      const ended = runs.find(({ status }) => status === 'COMPLETED');
      if (ended !== undefined) expect(await client().getRun({ runId: ended.id })).toEqual(ended);
    }
  });

  test('runs can be asked for by status', async (context) => {
    const { id: space } = await spaceOf(context);
    for (const task of await some(client().eachTask({ space }))) {
      const { items } = await client().listRuns({ task: task.id, status: 'completed', limit: 10 });
      expect(items.map(({ status }) => status)).toEqual(items.map(() => 'COMPLETED'));
    }
  });

  test('an experiment has its runs', async (context) => {
    const { id: space } = await spaceOf(context);
    const experiment = oneOf(await some(client().eachExperiment({ space })), context);
    expect(await client().getExperiment({ experiment: experiment.id })).toEqual(experiment);
    const { items } = await client().listExperimentRuns({ experiment: experiment.id, limit: 500 });
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  });

  test('a dataset has its versions and examples', async (context) => {
    const { id: space } = await spaceOf(context);
    const dataset = oneOf(await some(client().eachDataset({ space })), context);
    expect(await client().getDataset({ dataset: dataset.id })).toMatchObject({
      id: dataset.id,
      name: dataset.name,
    });
    const { items } = await client().listDatasetExamples({ dataset: dataset.id, limit: 10 });
    expect(items.length).toBeLessThanOrEqual(10);
  });

  test('an evaluator has its versions', async (context) => {
    const { id: space } = await spaceOf(context);
    const evaluator = oneOf(await some(client().eachEvaluator({ space })), context);
    const versions = await some(client().eachEvaluatorVersion({ evaluator: evaluator.id }));
    expect(versions.length).toBeGreaterThan(0);
  });

  test('what is not there is not found', async () => {
    await expect(client().getTask({ task: unused('OnlineTask') })).rejects.toMatchObject({
      kind: 'AxNotFound',
    });
    await expect(client().getRun({ runId: unused('TaskRun') })).rejects.toMatchObject({ kind: 'AxNotFound' });
    await expect(client().listRuns({ task: unused('OnlineTask') })).rejects.toMatchObject({
      kind: 'AxNotFound',
    });
  });

  test('a key that nobody has is refused', async () => {
    await expect(service().stranger.listTasks({})).rejects.toMatchObject({
      kind: 'AxAuthentication',
      status: 401,
    });
  });
}
