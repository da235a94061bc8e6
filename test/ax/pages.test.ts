import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachItem } from '../../src/ax/wire/pages.js';
import { answering, idOf, rejection, wirePage, wireTask } from './support.js';

/** Reads a list whose pages the server gives by cursor; how often each cursor was asked for. */
async function readAll(
  pages: ReadonlyMap<string | undefined, { items: number[]; nextCursor: string | null }>,
) {
  const asked: (string | undefined)[] = [];
  const list = ({ cursor }: { cursor?: string }) => {
    asked.push(cursor);
    return Promise.resolve(pages.get(cursor) ?? { items: [], nextCursor: null });
  };
  const items: number[] = [];
  let failure: Error | null = null;
  try {
    for await (const item of eachItem(list, {})) items.push(item);
  } catch (error) {
    failure = error as Error;
  }
  return { items, asked, failure };
}

describe('every item of a list', () => {
  test('comes once, in order, however the list is cut into pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer(), { maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        async (cut) => {
          const pages = new Map(
            cut.map((items, at) => [
              at === 0 ? undefined : `c${at}`,
              { items, nextCursor: at === cut.length - 1 ? null : `c${at + 1}` },
            ]),
          );
          const { items, asked, failure } = await readAll(pages);
          expect(failure).toBeNull();
          expect(items).toEqual(cut.flat());
          expect(asked).toHaveLength(cut.length);
        },
      ),
    );
  });

  test('whatever cursors a server gives, none is asked for twice', async () => {
    const cursor = fc.constantFrom('a', 'b', 'c', 'd');
    const page = fc.record({ items: fc.array(fc.integer()), nextCursor: fc.option(cursor) });
    await fc.assert(
      fc.asyncProperty(page, fc.dictionary(cursor, page), async (first, rest) => {
        const { asked, failure } = await readAll(new Map([[undefined, first], ...Object.entries(rest)]));
        expect(new Set(asked).size).toBe(asked.length);
        if (failure !== null) expect(failure).toMatchObject({ name: 'BrokenAnswerError' });
      }),
    );
  });

  test('a cursor that comes again is a broken answer, over HTTP too', async () => {
    const { client, server } = await answering(wirePage('tasks', [wireTask()], 'again'));
    const read = async () => {
      for await (const task of client.eachTask({})) expect(task.name).toBe('nightly');
    };
    const error = await rejection(read());
    expect(error).toMatchObject({ name: 'BrokenAnswerError', kind: 'AxBrokenAnswer' });
    expect(server.received).toHaveLength(2);
  });

  test.each([
    ['has_more is false, whatever the cursor', { has_more: false, next_cursor: 'more' }],
    ['there is no cursor, whatever has_more', { has_more: true }],
    ['the cursor is empty', { has_more: true, next_cursor: '' }],
    ['the cursor is null', { has_more: true, next_cursor: null }],
    ['there is nothing about pages', undefined],
  ])('ends when %s', async (_title, pagination) => {
    const { client, server } = await answering({ json: { tasks: [wireTask()], pagination } });
    for await (const task of client.eachTask({})) expect(task.name).toBe('nightly');
    expect(server.received).toHaveLength(1);
  });

  test('is read no further than wanted', async () => {
    let page = 0;
    const { client, server } = await answering(() =>
      wirePage('spaces', [{ id: idOf('Space', 1), name: 's' }], `c${(page += 1)}`),
    );
    for await (const space of client.eachSpace()) {
      expect(space.name).toBe('s');
      break;
    }
    expect(server.received).toHaveLength(1);
  });

  test('every list has its iterator', async () => {
    const item = { id: 'i', name: 'n', space_id: null };
    const keys = [
      'spaces',
      'projects',
      'datasets',
      'evaluators',
      'ai_integrations',
      'integrations',
      'evaluator_versions',
      'experiments',
      'experiment_runs',
      'examples',
    ];
    const { client } = await answering({ json: Object.fromEntries(keys.map((key) => [key, [item]])) });
    const lists: AsyncIterable<{ id: string }>[] = [
      client.eachSpace(),
      client.eachProject({}),
      client.eachDataset({}),
      client.eachEvaluator({}),
      client.eachAiIntegration({}),
      client.eachIntegration({}),
      client.eachEvaluatorVersion({ evaluator: 'id:e' }),
      client.eachExperiment({}),
      client.eachExperimentRun({ experiment: 'id:e' }),
      client.eachDatasetExample({ dataset: 'id:d' }),
    ];
    for (const list of lists) {
      const ids: string[] = [];
      for await (const { id } of list) ids.push(id);
      expect(ids).toEqual(['i']);
    }
  });
});
