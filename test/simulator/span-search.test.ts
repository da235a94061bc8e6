import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GeneratedSpans } from '../../src/simulator/index.js';
import { startRig, textOf, type Json, type Reply, type Rig } from './rig.js';

const NOW_MS = Date.UTC(2026, 10, 20);
const HOUR_MS = 3_600_000;

let rig: Rig;
let projectId: string;
beforeAll(async () => {
  rig = await startRig({ now: () => NOW_MS });
  projectId = await rig.idOf('projects', 'quiet-project');
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.simulator.close());

const at = (hour: number): string => new Date(NOW_MS - 240 * HOUR_MS + hour * HOUR_MS).toISOString();

function search(body: Record<string, unknown> = {}, query = 'limit=500'): Promise<Reply> {
  const window = { start_time: at(0), end_time: at(24) };
  return rig.call('POST', `/v2/spans?${query}`, { project_id: projectId, ...window, ...body });
}

const spansIn = ({ body }: Reply): readonly Json[] => body['spans'] as unknown as readonly Json[];
const idsIn = (reply: Reply): readonly string[] =>
  spansIn(reply).map((span) => textOf(span['context']?.['span_id']));

/** Adds spans named by their ids, an hour apart. */
function addSpans(...ids: readonly string[]): void {
  const spans = ids.map((span_id, hour) => ({ span_id, trace_id: 't', start_time: at(hour) }));
  rig.simulator.addSpans({ project: 'quiet-project', spans });
}

/** The ids of all pages up to the last one, or to one that is refused. */
async function walk(body: Record<string, unknown>, limit: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const reply = await search(body, `limit=${limit}${cursor}`);
    if (reply.status !== 200) return ids;
    ids.push(...idsIn(reply));
    const next = textOf(reply.body['pagination']?.['next_cursor']);
    if (next === '') return ids;
    cursor = `&cursor=${next}`;
  }
}

describe('the window', () => {
  test('has both bounds, so neighbours share the spans on their border', async () => {
    addSpans('a', 'b', 'c');
    expect(idsIn(await search({ start_time: at(0), end_time: at(1) }))).toEqual(['b', 'a']);
    expect(idsIn(await search({ start_time: at(1), end_time: at(2) }))).toEqual(['c', 'b']);
  });

  test('can be told to leave its end out', async () => {
    const other = await startRig({ now: () => NOW_MS, exclusiveSpanEnd: true });
    try {
      const spans = [{ start_time: at(0) }, { start_time: at(1) }];
      other.simulator.addSpans({ project: 'quiet-project', spans });
      const body = { project_id: projectId, start_time: at(0), end_time: at(1) };
      expect(spansIn(await other.call('POST', '/v2/spans', body))).toHaveLength(1);
    } finally {
      await other.simulator.close();
    }
  });

  test('is the last week up to now, if it is not given', async () => {
    rig.simulator.addSpans({
      project: 'quiet-project',
      spans: [{ start_time: at(71) }, { start_time: at(73) }],
    });
    const reply = await rig.call('POST', '/v2/spans', { project_id: projectId });
    expect(spansIn(reply).map((span) => span['start_time'])).toEqual([at(73)]);
  });

  test('is newest first, and ties go by trace and span', async () => {
    const spans = ['b/2', 'a/3', 'b/1'].map((name) => {
      const [trace_id = '', span_id = ''] = name.split('/');
      return { trace_id, span_id, start_time: at(1) };
    });
    rig.simulator.addSpans({ project: 'quiet-project', spans });
    addSpans('older');
    expect(idsIn(await search())).toEqual(['3', '1', '2', 'older']);
  });

  test.each([
    ['without a zone', '2026-11-01T00:00:00'],
    ['without a time', '2026-11-01'],
  ])('a bound %s is refused', async (_case, start_time) =>
    expect((await search({ start_time })).status).toBe(400),
  );
});

describe('the time of arrival', () => {
  test('hides spans that the index does not have yet', async () => {
    const late = { start_time: at(1), received_at: new Date(NOW_MS - HOUR_MS / 2).toISOString() };
    rig.simulator.addSpans({ project: 'quiet-project', spans: [late, { start_time: at(2) }] });
    expect(spansIn(await search({ end_time: at(240) }))).toHaveLength(1);
  });

  test('shows a span once the index has it, in a search under way too', async () => {
    let nowMs = NOW_MS;
    const clocked = await startRig({ now: () => nowMs, indexLagMs: 1_000 });
    try {
      const received_at = new Date(NOW_MS + 500).toISOString();
      const spans = [
        { span_id: 'new', start_time: at(1), received_at },
        { span_id: 'a', start_time: at(2) },
        { span_id: 'b', start_time: at(3) },
      ];
      clocked.simulator.addSpans({ project: 'quiet-project', spans });
      const body = { project_id: projectId, start_time: at(0), end_time: at(240) };
      const first = await clocked.call('POST', '/v2/spans?limit=1', body);
      const rest = `/v2/spans?limit=9&cursor=${textOf(first.body['pagination']?.['next_cursor'])}`;
      expect(idsIn(await clocked.call('POST', rest, body))).toEqual(['a']);
      nowMs += 1_500;
      expect(idsIn(await clocked.call('POST', rest, body))).toEqual(['a', 'new']);
    } finally {
      await clocked.simulator.close();
    }
  });

  test('hides spans that arrived long after the window, until it is wider', async () => {
    addSpans('in time');
    rig.simulator.addSpans({
      project: 'quiet-project',
      spans: [{ span_id: 'late', start_time: at(1), received_at: at(100) }],
    });
    expect(idsIn(await search())).toEqual(['in time']);
    expect(idsIn(await search({ end_time: at(95) }))).toEqual(['late', 'in time']);
  });
});

describe('columns', () => {
  const span = {
    start_time: at(1),
    attributes: { 'llm.model_name': 'gpt-4o', 'input.value': 'What is the weather in Zürich?' },
    annotations: [{ name: 'correctness', label: 'correct', score: 1 }],
    trace_annotations: [{ name: 'helpful', label: 'yes' }],
    evaluations: [
      { name: 'relevance', label: 'good', score: 0.9, explanation: 'It is.', metadata: { a: 1 } },
    ],
  };
  const shown = async (body: Record<string, unknown>): Promise<Json | undefined> => {
    rig.simulator.addSpans({ project: 'quiet-project', spans: [span] });
    return spansIn(await search(body))[0];
  };
  const FIXED = ['name', 'context', 'kind', 'start_time', 'end_time', 'status_code', 'status_message'];
  const ALWAYS = [...FIXED, 'latency_ms', 'events'];

  test('all come without a selection', async () => {
    const one = await shown({});
    expect(Object.keys(one ?? {})).toEqual([
      ...ALWAYS,
      ...['attributes', 'annotations', 'trace_annotations', 'evaluations'],
    ]);
    expect(one).toMatchObject({ evaluations: span.evaluations, annotations: span.annotations });
  });

  test('only the selected ones come beside the fixed ones, and unknown ones are passed over', async () => {
    const columns = ['eval.relevance.score', 'attributes.llm.model_name', 'nothing.of.this'];
    const one = await shown({ included_columns: columns });
    expect(Object.keys(one ?? {})).toEqual([...ALWAYS, 'attributes', 'evaluations']);
    expect(one).toMatchObject({
      attributes: { 'llm.model_name': 'gpt-4o' },
      evaluations: [{ name: 'relevance', score: 0.9 }],
    });
  });

  test('a column that no span has leaves the fixed ones alone', async () => {
    expect(Object.keys((await shown({ included_columns: ['none'] })) ?? {})).toEqual(ALWAYS);
  });

  test('excluded ones go, and fixed ones stay', async () => {
    const columns = ['attributes.input.value', 'eval.relevance.explanation', 'latency_ms'];
    const one = await shown({ excluded_columns: columns });
    expect(one?.['latency_ms']).toBe(100);
    expect(Object.keys(one?.['attributes'] ?? {})).toEqual(['session.id', 'llm.model_name']);
    expect(Object.keys(one?.['evaluations']?.[0] ?? {})).not.toContain('explanation');
  });

  test('texts of attributes are cut to a length with an ellipsis, and no others', async () => {
    const one = await shown({ truncate_string_length: 6 });
    expect(one?.['attributes']).toMatchObject({ 'input.value': 'What …', 'llm.model_name': 'gpt-4o' });
    expect(one?.['evaluations']).toEqual(span.evaluations);
  });

  test('attributes can come as objects in objects', async () => {
    const other = await startRig({ now: () => NOW_MS, spanAttributes: 'nested' });
    try {
      const attributes = { 'llm.model_name': 'gpt-4o', 'llm.tokens': 3, llm: 'x', 'a.b': 1, 'a.b.c': 2 };
      const spans = [{ start_time: at(1), session_id: 's', attributes }];
      other.simulator.addSpans({ project: 'quiet-project', spans });
      const body = { project_id: projectId, start_time: at(1), end_time: at(1) };
      const shown = spansIn(await other.call('POST', '/v2/spans', body))[0]?.['attributes'];
      expect(shown).toEqual({
        ...{ a: { b: 1 }, 'a.b.c': 2, llm: 'x', 'llm.model_name': 'gpt-4o', 'llm.tokens': 3 },
        session: { id: 's' },
      });
    } finally {
      await other.simulator.close();
    }
  });

  test.each([
    ['both selections', { included_columns: ['a'], excluded_columns: ['b'] }, 422],
    ['an empty selection', { included_columns: [] }, 422],
    ['too many columns', { excluded_columns: Array.from({ length: 1_001 }, String) }, 422],
    ['a length of 0', { truncate_string_length: 0 }, 422],
    ['a length that is no whole number', { truncate_string_length: 1.5 }, 422],
    ['a blank filter', { filter: '  ' }, 400],
    ['a filter that is none', { filter: 'status_code =' }, 400],
    ['an unknown member', { fields: [] }, 400],
  ])('%s: refused', async (_case, body, status) => expect((await search(body)).status).toBe(status));

  test.each(['limit=0', 'limit=501'])('%s: refused', async (query) => {
    expect((await search({}, query)).status).toBe(400);
  });
});

describe('a filter', () => {
  test.each([
    ["status_code = 'ERROR'", ['slow']],
    ['latency_ms > 1789', ['slow']],
    ["attributes.llm.model_name = 'gpt-4o' AND latency_ms < 1000", ['good']],
    ["eval.relevance.label = 'good'", ['good']],
    ['eval.relevance.score < 0.5', ['bad']],
    ["annotation.Correctness.label = 'Correct' OR eval.relevance.label = 'bad'", ['bad', 'good']],
    ["context.trace_id = 'b'", ['bad']],
    ["attributes.unheard_of = 'x'", []],
  ])('%s', async (filter, ids) => {
    const model = { 'llm.model_name': 'gpt-4o' };
    const good = { name: 'relevance', label: 'good', score: 0.9 };
    const bad = { name: 'relevance', label: 'bad', score: 0.1 };
    const annotations = [{ name: 'Correctness', label: 'Correct' }];
    const spans = [
      { span_id: 'good', start_time: at(1), attributes: model, evaluations: [good], annotations },
      { span_id: 'bad', trace_id: 'b', start_time: at(2), evaluations: [bad] },
      { span_id: 'slow', start_time: at(3), end_time: at(4), status_code: 'ERROR', attributes: model },
    ];
    rig.simulator.addSpans({ project: 'quiet-project', spans });
    expect(idsIn(await search({ filter }))).toEqual(ids);
  });
});

describe('pages', () => {
  const names = Array.from({ length: 23 }, (_, at) => `s${at}`);

  test.each([1, 5, 23, 500])('of %i hold every span once', async (limit) => {
    addSpans(...names);
    expect(await walk({}, limit)).toEqual([...names].reverse());
  });

  test('go on after spans that came meanwhile', async () => {
    addSpans('a', 'b', 'c');
    const first = await search({}, 'limit=1');
    addSpans('d');
    const cursor = textOf(first.body['pagination']?.['next_cursor']);
    expect(idsIn(await search({}, `limit=9&cursor=${cursor}`))).toEqual(['b', 'a', 'd']);
  });

  test.each([
    ['another filter', { filter: "status_code = 'OK'" }],
    ['other columns', { included_columns: ['a'] }],
    ['another window', { end_time: at(23) }],
  ])('%s refuses the cursor', async (_case, change) => {
    addSpans('a', 'b', 'c');
    const first = await search({}, 'limit=1');
    const cursor = textOf(first.body['pagination']?.['next_cursor']);
    expect((await search(change, `limit=1&cursor=${cursor}`)).status).toBe(400);
    expect((await search({}, `limit=2&cursor=${cursor}`)).status).toBe(200);
  });

  test('can repeat the last spans of the page before, and the cursor', async () => {
    addSpans('a', 'b', 'c', 'd');
    const match = { path: '/v2/spans' };
    rig.simulator.addFault({ match, skip: 1, list: { repeatLast: 1 } });
    expect(await walk({}, 2)).toEqual(['d', 'c', 'c', 'b', 'a']);
    rig.simulator.addFault({ match, skip: 1, list: { repeatCursor: true } });
    expect(await walk({}, 1)).toEqual(['d', 'c', 'c', 'b', 'a']);
  });

  test('can be limited, cut and slow as other answers are', async () => {
    addSpans('a');
    const match = { path: '/v2/spans' };
    const headers = { 'retry-after': '1' };
    rig.simulator.addFault({ match, answer: { kind: 'respond', status: 429, headers } });
    rig.simulator.addFault({ match, answer: { kind: 'drop', at: 'after-effect' } });
    rig.simulator.addFault({ match, answer: { kind: 'trickle', bytesPerSecond: 100_000 } });
    expect((await search()).headers.get('retry-after')).toBe('1');
    await expect(search()).rejects.toThrow();
    expect(idsIn(await search())).toEqual(['a']);
  });

  test('can be refused in the middle of a walk, and walked again', async () => {
    addSpans('a', 'b', 'c');
    rig.simulator.addFault({ match: { path: '/v2/spans' }, skip: 2, list: { refuseCursor: true } });
    expect(await walk({}, 1)).toEqual(['c', 'b']);
    expect(await walk({}, 1)).toEqual(['c', 'b', 'a']);
  });

  test('of generated spans hold each once, with ties at both bounds', async () => {
    const [start_time, end_time] = [at(1), at(2)];
    const add = (generate: GeneratedSpans): unknown =>
      rig.simulator.addSpans({ project: 'quiet-project', generate });
    add({ count: 700, start_time });
    add({ count: 1_200, start_time, end_time, spans_per_trace: 7 });
    add({ count: 600, start_time: end_time });
    const ids = await walk({ start_time, end_time }, 500);
    expect([ids.length, new Set(ids).size]).toEqual([2_500, 2_500]);
    const recorded = rig.simulator.spans('quiet-project', Date.parse(start_time), Date.parse(end_time));
    expect(recorded).toHaveLength(1_900);
  });
});

describe('hostile spans', () => {
  const posted = async (generate: Record<string, unknown>): Promise<Reply> => {
    const added = await rig.control('POST', 'spans', { project: 'quiet-project', generate });
    expect(added.body['added']).toBe(generate['count']);
    return search();
  };

  test('have huge attributes', async () => {
    const reply = await posted({ count: 2, start_time: at(1), attribute_bytes: 1_000_000 });
    expect(reply.text.length).toBeGreaterThan(2_000_000);
  });

  test('have labels of control characters, a label each, and scores that are no numbers', async () => {
    const evaluations = [
      { name: 'a', labels: ['good\u0000\u001b[31m'] },
      { name: 'b', labels: 'unique' },
      { name: 'c', scores: ['NaN'] },
    ];
    const spans = spansIn(await posted({ count: 3, start_time: at(1), evaluations }));
    const labels = spans.flatMap((span) => (span['evaluations'] as unknown as readonly Json[]).slice(0, 2));
    expect(new Set(labels.map((one) => textOf(one['label']))).size).toBe(4);
    expect(spans[0]?.['evaluations']?.[2]).toEqual({ name: 'c', score: 'NaN' });
  });

  test('by the million are searched a page at a time', async () => {
    const reply = await posted({ count: 1_000_000, start_time: at(1), end_time: at(20) });
    expect(spansIn(reply)).toHaveLength(500);
    expect(reply.body['pagination']?.['has_more']).toBe(true);
  });

  test.each([
    ['no project', { generate: { count: 1, start_time: at(1) } }, 400],
    ['an unknown project', { project: 'none', spans: [] }, 404],
    [
      'a time without a zone',
      { project: 'quiet-project', spans: [{ start_time: '2026-11-01T00:00:00' }] },
      400,
    ],
    [
      'a share over 1',
      {
        project: 'quiet-project',
        generate: { count: 1, start_time: at(1), evaluations: [{ name: 'a', labels: { x: 2 } }] },
      },
      400,
    ],
  ])('with %s are refused', async (_case, body, status) => {
    expect((await rig.control('POST', 'spans', body)).status).toBe(status);
  });
});

describe('the record', () => {
  test('holds the spans of the half-open window, indexed or not', async () => {
    const received_at = new Date(NOW_MS).toISOString();
    const evaluations = [{ name: 'relevance', score: 0.5 }];
    const spans = [
      { start_time: at(1), span_id: 'a', trace_id: 't', session_id: 's', evaluations },
      { start_time: at(2), span_id: 'b', received_at },
      { start_time: at(3), span_id: 'c' },
    ];
    rig.simulator.addSpans({ project: 'quiet-project', spans });
    const { body } = await rig.control('GET', `spans?project=quiet-project&from=${at(1)}&until=${at(3)}`);
    const recorded = body['spans'] as unknown as readonly Json[];
    expect(recorded.map((span) => span['spanId'])).toEqual(['a', 'b']);
    expect(recorded[0]).toEqual({
      ...{ spanId: 'a', traceId: 't', sessionId: 's', startTime: at(1), receivedAt: at(1), annotations: [] },
      evaluations: [{ name: 'relevance', label: null, score: 0.5, taskId: null, runId: null }],
    });
  });

  test.each(['project=quiet-project', 'from=2026-11-01T00:00:00Z', 'project=quiet-project&from=x&until=y'])(
    'needs a project and a window: %s is refused',
    async (query) => expect((await rig.control('GET', `spans?${query}`)).status).toBe(400),
  );
});
