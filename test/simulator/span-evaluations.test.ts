import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SpanRecord } from '../../src/simulator/index.js';
import { pastWindow, runPath, startRig, textOf, type Json, type Rig } from './rig.js';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ advance: { by: 'looks', looks: 1 } });
});
afterEach(() => rig.simulator.reset());
afterAll(() => rig.simulator.close());

const window = pastWindow(12, 240);
const [startMs, endMs] = [window['data_start_time'], window['data_end_time']].map((text) =>
  Date.parse(text ?? ''),
);

function record(): readonly SpanRecord[] {
  return rig.simulator.spans('support-bot', startMs ?? 0, endMs ?? 0);
}

async function run(task: string, body: Readonly<Record<string, unknown>> = {}): Promise<Json> {
  const { body: created } = await rig.trigger(task, { ...window, ...body });
  return (await rig.call('GET', runPath(created['id']))).body;
}

const writtenBy = (runId: unknown): readonly SpanRecord[] =>
  record().filter(({ evaluations }) => evaluations.some((one) => one.runId === runId));

async function evaluationsOnTheWire(columns?: readonly string[]): Promise<readonly Json[]> {
  const { body } = await rig.call('POST', '/v2/spans?limit=500', {
    project_id: await rig.idOf('projects', 'support-bot'),
    start_time: window['data_start_time'],
    end_time: window['data_end_time'],
    ...(columns && { included_columns: columns }),
  });
  const spans = body['spans'] as unknown as readonly Json[];
  return spans.flatMap((span) => (span['evaluations'] ?? []) as unknown as readonly Json[]);
}

describe('a run over a project', () => {
  test('writes an evaluation on each span that it counts, with the ids of task and run', async () => {
    const ended = await run('fresh-relevance');
    const written = writtenBy(ended['id']);
    expect(written).toHaveLength(Number(ended['num_successes']));
    const taskId = ended['task_id'];
    const evaluations = await evaluationsOnTheWire();
    const mine = evaluations.filter(({ metadata }) => metadata?.['run_id'] === ended['id']);
    expect(mine).toHaveLength(written.length);
    expect(mine[0]).toMatchObject({ name: 'relevance', metadata: { task_id: taskId, run_id: ended['id'] } });
    expect(textOf(mine[0]?.['explanation'])).toMatch(/^Judged (ir)?relevant by relevance\.$/);
  });

  test('leaves spans that it failed on without one', async () => {
    rig.simulator.addBehaviour({ successes: 5, errors: 3 });
    const ended = await run('fresh-relevance');
    expect(writtenBy(ended['id'])).toHaveLength(5);
  });

  test('writes on the first spans of the window up to max_spans, and a second run on the others', async () => {
    const first = await run('fresh-relevance', { max_spans: 7 });
    const second = await run('fresh-relevance');
    expect(writtenBy(first['id'])).toEqual(record().slice(0, 7));
    expect(writtenBy(second['id'])).toEqual(record().slice(7));
  });

  test('overwrites with override_evaluations, and its ids stand', async () => {
    const first = await run('fresh-relevance');
    const second = await run('fresh-relevance', { override_evaluations: true });
    expect(writtenBy(first['id'])).toEqual([]);
    expect(writtenBy(second['id'])).toHaveLength(record().length);
  });

  test('passes over spans that arrived with the evaluation', async () => {
    const evaluations = [{ name: 'relevance', label: 'relevant' }];
    const start_time = new Date(startMs ?? 0).toISOString();
    const before = record().length;
    rig.simulator.addSpans({ project: 'support-bot', spans: [{ start_time, evaluations }, { start_time }] });
    expect((await run('fresh-relevance'))['num_successes']).toBe(before + 1);
  });

  test.each(['trace-completion', 'session-frustration'])('%s writes one for each unit', async (task) => {
    const ended = await run(task);
    const written = writtenBy(ended['id']);
    const unit = task === 'trace-completion' ? 'traceId' : 'sessionId';
    expect(written).toHaveLength(Number(ended['num_successes']));
    expect(new Set(written.map((span) => span[unit])).size).toBe(written.length);
  });

  test('that was cancelled keeps what it did', async () => {
    rig.simulator.addBehaviour({ looks: 4 });
    const ended = await run('fresh-relevance');
    expect(ended['status']).toBe('RUNNING');
    const { body: cancelled } = await rig.call('POST', `${runPath(ended['id'])}/cancel`);
    expect(writtenBy(ended['id'])).toHaveLength(Number(cancelled['num_successes']));
  });
});

describe('metadata', () => {
  const ids = ['by-column', 'with-evaluation', 'never'] as const;
  const columns = ['eval.relevance.score'];

  test.each([
    ['absent', null],
    ['other-names', { origin: { onlineTask: { identifier: 't', executions: [{ identifier: 'r' }] } } }],
  ] as const)('%s', async (evaluationMetadata, shape) => {
    const other = await startRig({ advance: { by: 'looks', looks: 1 }, evaluationMetadata });
    try {
      const { body: created } = await other.trigger('fresh-relevance', window);
      await other.call('GET', runPath(created['id']));
      const text = (
        await other.call('POST', '/v2/spans?limit=1', {
          project_id: await other.idOf('projects', 'support-bot'),
          start_time: window['data_start_time'],
          end_time: window['data_end_time'],
          filter: 'eval.relevance.score >= 0',
        })
      ).body['spans']?.[0]?.['evaluations']?.[0];
      const told = JSON.stringify(text?.['metadata'] ?? null)
        .replace(textOf(created['task_id']), 't')
        .replace(textOf(created['id']), 'r');
      expect(JSON.parse(told)).toEqual(shape);
    } finally {
      await other.simulator.close();
    }
  });

  test.each(ids)('is selected %s', async (metadataSelection) => {
    const other = await startRig({ metadataSelection });
    try {
      const evaluations = [{ name: 'relevance', score: 1, metadata: { run_id: 'r' } }];
      const start_time = new Date(startMs ?? 0).toISOString();
      other.simulator.addSpans({ project: 'quiet-project', spans: [{ start_time, evaluations }] });
      const project_id = await other.idOf('projects', 'quiet-project');
      const shown = async (included_columns: readonly string[]): Promise<unknown> => {
        const body = { project_id, start_time, end_time: start_time, included_columns };
        const reply = await other.call('POST', '/v2/spans', body);
        return reply.body['spans']?.[0]?.['evaluations']?.[0]?.['metadata']?.['run_id'];
      };
      const told = [await shown(columns), await shown([...columns, 'eval.relevance.metadata'])];
      const expected = {
        'by-column': [undefined, 'r'],
        'with-evaluation': ['r', 'r'],
        never: [undefined, undefined],
      };
      expect(told).toEqual(expected[metadataSelection]);
    } finally {
      await other.simulator.close();
    }
  });
});

describe('scripted scores of spans', () => {
  const labelsOf = (runId: unknown): readonly (string | null)[] =>
    writtenBy(runId).map(({ evaluations }) => evaluations.find((one) => one.runId === runId)?.label ?? null);

  test('come by position, and null leaves no evaluation', async () => {
    rig.simulator.setScores({ project: 'support-bot', evaluation: 'relevance', scores: [0.9, null, 'NaN'] });
    const ended = await run('fresh-relevance', { max_spans: 6 });
    const scores = writtenBy(ended['id']).map(({ evaluations }) => evaluations.at(-1)?.score);
    expect(scores).toEqual([0.9, 'NaN', 0.9, 'NaN']);
  });

  test('drift at a time of the spans, at the stated shares', async () => {
    const middle = new Date(((startMs ?? 0) + (endMs ?? 0)) / 2).toISOString();
    const script = { project: 'support-bot', evaluation: 'relevance' };
    const byLabel = { good: 1, bad: 0 };
    rig.simulator.setScores({ ...script, until: middle, labels: { good: 1 }, scores: { byLabel } });
    rig.simulator.setScores({ ...script, from: middle, labels: { bad: 1 }, scores: { byLabel } });
    const ended = await run('fresh-relevance');
    const before = writtenBy(ended['id']).filter(({ startTime }) => startTime < middle).length;
    const labels = labelsOf(ended['id']);
    expect(labels).toEqual(labels.map((_, position) => (position < before ? 'good' : 'bad')));
  });

  test('by shares are about these shares, and the same again for the same seed', async () => {
    const labels = { good: 0.8, bad: 0.2 };
    rig.simulator.setScores({ project: 'support-bot', labels, seed: 4 });
    const first = await run('fresh-relevance');
    const count = labelsOf(first['id']).filter((label) => label === 'good').length;
    expect(count / labelsOf(first['id']).length).toBeGreaterThan(0.7);
    expect(count / labelsOf(first['id']).length).toBeLessThan(0.9);
    const second = await run('fresh-relevance', { override_evaluations: true });
    expect(labelsOf(second['id']).filter((label) => label === 'good')).toHaveLength(count);
  });

  test.each([
    { project: 'none', scores: [1] },
    { project: 'support-bot', from: 'yesterday', scores: [1] },
    { project: 'support-bot', labels: { good: 80 } },
  ])('that make no sense are refused: %j', (scores) => {
    expect(() => rig.simulator.setScores(scores)).toThrow(/"none"|from|labels/);
  });

  test('of another project or an experiment leave it alone', async () => {
    rig.simulator.setScores({ project: 'agent-sessions', labels: ['x'] });
    rig.simulator.setScores({ experiment: 'candidate-v2', labels: ['x'] });
    expect(labelsOf((await run('fresh-relevance'))['id'])).not.toContain('x');
  });
});

describe('annotations', () => {
  test('stand on a share of the spans by themselves', () => {
    const days = 30 * 24 * 3_600_000;
    const spans = rig.simulator.spans('support-bot', (endMs ?? 0) - days, endMs ?? 0);
    const annotated = spans.filter(({ annotations }) => annotations.length > 0).length / spans.length;
    expect(annotated).toBeGreaterThan(0.03);
    expect(annotated).toBeLessThan(0.07);
  });

  test('can agree with an evaluation in a share of the spans', () => {
    const judged = { name: 'judge', labels: { good: 0.5, bad: 0.5 } };
    const start_time = new Date(startMs ?? 0).toISOString();
    const generate = { count: 2_000, start_time, evaluations: [judged] };
    rig.simulator.addSpans({ project: 'quiet-project', generate });
    const agreement = { evaluation: 'judge', share: 0.9 };
    const labels = ['good', 'bad'];
    rig.simulator.addAnnotations({ project: 'quiet-project', annotation: 'human', labels, agreement });
    const spans = rig.simulator.spans('quiet-project', startMs ?? 0, endMs ?? 0);
    const agreed = spans.filter((span) => span.annotations[0]?.label === span.evaluations[0]?.label);
    expect(agreed.length / spans.length).toBeGreaterThan(0.87);
    expect(agreed.length / spans.length).toBeLessThan(0.93);
  });
});
