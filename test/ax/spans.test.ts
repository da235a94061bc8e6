import { describe, expect, test } from 'vitest';
import type { ListSpansRequest } from '../../src/model/api/requests.js';
import { PROJECT, SPACE, answering, problem, rejection, unreached, wirePage } from './support.js';

const wireSpan = (nth: number, members: object = {}): object => ({
  name: 'llm.chat',
  context: { trace_id: `trace-${nth}`, span_id: `span-${nth}` },
  kind: 'LLM',
  parent_id: null,
  start_time: new Date(Date.UTC(2026, 10, 1, 0, 0, nth)).toISOString(),
  end_time: '2026-11-01T01:00:00Z',
  status_code: 'OK',
  latency_ms: 12.5,
  events: [],
  ...members,
});

describe('a search is refused before a connection is opened', () => {
  const many = Array.from({ length: 1001 }, (_, nth) => `attributes.a${nth}`);
  test.each<[string, Partial<ListSpansRequest> | Record<string, unknown>, RegExp]>([
    ['both selections of columns', { includedColumns: ['a'], excludedColumns: ['b'] }, /exclude one another/],
    ['an empty selection', { includedColumns: [] }, /includedColumns must be a list of 1 to 1000 columns/],
    ['too many columns', { excludedColumns: many }, /excludedColumns must be a list of 1 to 1000 columns/],
    ['a blank column', { includedColumns: [' '] }, /includedColumns.0 must not be empty/],
    ['a page of none', { limit: 0 }, /limit must be a whole number from 1 to 500/],
    ['a page that is too long', { limit: 501 }, /limit must be a whole number from 1 to 500/],
    ['a blank filter', { filter: '  ' }, /filter must not be empty/],
    [
      'a time without a zone',
      { startTime: '2026-11-01T00:00:00' },
      /startTime must be a time with a time zone/,
    ],
    [
      'a start after the end',
      { startTime: '2026-11-02T00:00:00Z', endTime: '2026-11-01T00:00:00Z' },
      /not be after endTime/,
    ],
    ['texts of no length', { truncateStringLength: 0 }, /truncateStringLength must be a whole number/],
    ['a project by name without its space', { project: 'chatbot' }, /project "chatbot" is a name/],
    ['a misspelt member', { includeColumns: ['a'] }, /unknown field: "includeColumns".*includedColumns/],
  ])('%s', async (_, members, message) => {
    const { client, server } = await unreached();
    const request = { project: PROJECT, ...members } as ListSpansRequest;
    expect((await rejection(client.listSpans(request))).message).toMatch(message);
    expect(server.received).toEqual([]);
  });
});

test('a search is sent as the service takes it: times in UTC, the page in the query', async () => {
  const { client, server } = await answering(wirePage('spans', []));
  await client.listSpans({
    ...{ project: PROJECT, startTime: '2026-11-01T01:00:00+01:00', endTime: '2026-11-02T00:00:00.000001Z' },
    ...{
      filter: "status_code = 'ERROR'",
      includedColumns: ['eval.relevance.score'],
      truncateStringLength: 10,
    },
    ...{ limit: 500, cursor: 'next' },
  });
  const [request] = server.received;
  expect(request).toMatchObject({ method: 'POST', url: '/v2/spans?limit=500&cursor=next' });
  expect(JSON.parse(request?.body ?? '')).toEqual({
    project_id: PROJECT,
    ...{ start_time: '2026-11-01T00:00:00.000Z', end_time: '2026-11-02T00:00:00.000001Z' },
    ...{
      filter: "status_code = 'ERROR'",
      included_columns: ['eval.relevance.score'],
      truncate_string_length: 10,
    },
  });
});

test('the project of a space is found by its name', async () => {
  const { client, server } = await answering(({ url }) =>
    url.startsWith('/v2/projects')
      ? wirePage('projects', [{ id: PROJECT, name: 'chatbot', space_id: SPACE }])
      : wirePage('spans', [wireSpan(1)]),
  );
  const { items } = await client.listSpans({ project: 'chatbot', space: SPACE });
  expect(items).toHaveLength(1);
  expect(server.received.at(-1)?.body).toContain(PROJECT);
});

describe('a span', () => {
  test('is read with its evaluations; members that are not known are let pass', async () => {
    const evaluations = [
      {
        name: 'relevance',
        score: 0.5,
        label: 'good',
        explanation: 'so it is',
        metadata: { run: 'r' },
        cost: 3,
      },
      { name: 'toxicity', score: '0.5', label: 7 },
      { name: 'huge', score: 'HUGE' },
      { score: 1 },
      'nothing',
    ];
    const page = {
      spans: [wireSpan(1, { evaluations, annotations: [{ name: 'correct', label: 'yes', at: {} }] })],
    };
    const { client } = await answering({ text: JSON.stringify(page).replace('"HUGE"', '1e400') });
    const { items, nextCursor } = await client.listSpans({ project: PROJECT });
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        ...{ traceId: 'trace-1', spanId: 'span-1', startedAt: '2026-11-01T00:00:01.000Z', kind: 'LLM' },
        ...{ parentId: null, statusCode: 'OK', latencyMs: 12.5, attributes: {} },
        evaluations: [
          {
            name: 'relevance',
            score: 0.5,
            label: 'good',
            explanation: 'so it is',
            metadata: { run: 'r' },
            misfits: {},
          },
          {
            ...{ name: 'toxicity', score: null, label: null, explanation: null, metadata: null },
            misfits: { score: 'a text', label: 'a number' },
          },
          {
            ...{ name: 'huge', score: null, label: null, explanation: null, metadata: null },
            misfits: { score: 'a number beyond all bounds' },
          },
        ],
        annotations: [{ name: 'correct', score: null, label: 'yes', misfits: {} }],
      },
    ]);
  });

  test.each([
    ['which it is', { context: { trace_id: '', span_id: 'a' } }],
    ['when it started', { start_time: '2026-11-01 00:00' }],
  ])('must tell %s', async (_, members) => {
    const { client } = await answering(wirePage('spans', [wireSpan(1, members)]));
    expect(await rejection(client.listSpans({ project: PROJECT }))).toMatchObject({ kind: 'AxBrokenAnswer' });
  });
});

test('a search that got no answer may be made again: it only reads', async () => {
  const { client } = await answering({ text: '{"spans": [' });
  const error = await rejection(client.listSpans({ project: PROJECT }));
  expect(error).toMatchObject({ kind: 'AxBrokenAnswer' });
  expect(error.message).toContain('It is safe to retry');
});

test('a refused search says why', async () => {
  const { client } = await answering(problem(422, 'unknown column'));
  expect(await rejection(client.listSpans({ project: PROJECT }))).toMatchObject({ kind: 'AxUnprocessable' });
});

test('the spans of a half-open window come once each: not those of its end, and not those of two pages twice', async () => {
  const pages = [
    wirePage('spans', [wireSpan(60), wireSpan(59), wireSpan(58)], 'next'),
    wirePage('spans', [wireSpan(58), wireSpan(0), wireSpan(-1)]),
  ];
  const { client } = await answering(({ url }) => pages[url.includes('cursor') ? 1 : 0] ?? {});
  const found: string[] = [];
  const range = { start: '2026-11-01T00:00:00Z', end: '2026-11-01T00:01:00Z' };
  for await (const { spanId } of client.eachSpanWithin({ project: PROJECT, limit: 500 }, range))
    found.push(spanId);
  expect(found).toEqual(['span-59', 'span-58', 'span-0']);
});

test('a cursor that comes twice ends the search instead of going round for ever', async () => {
  const { client } = await answering(wirePage('spans', [wireSpan(1)], 'same'));
  const read = async () => {
    for await (const each of client.eachSpan({ project: PROJECT })) void each;
  };
  expect((await rejection(read())).message).toContain('the same cursor twice');
});
