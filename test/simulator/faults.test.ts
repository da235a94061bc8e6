import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatorFault } from '../../src/simulator/index.js';
import { until } from '../support/until.js';
import { pastWindow, runPath, startRig, textOf, type Rig } from './rig.js';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.simulator.close());

const trigger = { method: 'POST', path: '/v2/tasks/*/trigger' };
const runs = { method: 'GET', path: '/v2/tasks/*/runs' };

async function triggerUnder(fault: SimulatorFault): Promise<'no answer' | number> {
  rig.simulator.addFault({ match: trigger, ...fault });
  return rig.trigger('fresh-relevance', pastWindow(1)).then(
    ({ status }) => status,
    () => 'no answer' as const,
  );
}

describe('faults on a trigger', () => {
  test.each<[string, SimulatorFault, 'no answer' | number, number]>([
    ['503 before the effect', { answer: { kind: 'respond', status: 503 } }, 503, 0],
    [
      '502 after the effect',
      { answer: { kind: 'respond', status: 502, body: '<html>', afterEffect: true } },
      502,
      1,
    ],
    ['a drop at the headers', { answer: { kind: 'drop', at: 'headers' } }, 'no answer', 0],
    [
      'a drop before the effect',
      { answer: { kind: 'drop', at: 'before-effect', reset: true } },
      'no answer',
      0,
    ],
    ['a drop after the effect', { answer: { kind: 'drop', at: 'after-effect' } }, 'no answer', 1],
    ['half an answer', { answer: { kind: 'half' } }, 'no answer', 1],
    ['garbage', { answer: { kind: 'garbage' } }, 201, 1],
    ['a redirect', { answer: { kind: 'redirect', location: 'http://127.0.0.1:1/' } }, 302, 0],
    ['delays', { delayMs: 1, delayAnswerMs: 1 }, 201, 1],
  ])('%s', async (_case, fault, seen, created) => {
    expect(await triggerUnder(fault)).toBe(seen);
    expect(rig.simulator.journal().runs).toHaveLength(created);
  });

  test('an endless body goes on until the client has enough', async () => {
    rig.simulator.addFault({ match: { path: '/v2/spaces' }, answer: { kind: 'endless' } });
    const received = await new Promise<number>((resolve) => {
      const headers = { authorization: `Bearer ${rig.simulator.apiKey}` };
      const call = request(`${rig.simulator.baseUrl}/v2/spaces`, { headers }, (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes < 1_000_000) return;
          call.destroy();
          resolve(bytes);
        });
      });
      call.on('error', () => undefined).end();
    });
    expect(received).toBeGreaterThanOrEqual(1_000_000);
  });

  test('a trickle gives the whole answer, byte by byte', async () => {
    const { text: whole } = await rig.call('GET', '/v2/spaces?limit=1');
    rig.simulator.addFault({ answer: { kind: 'trickle', bytesPerSecond: 20_000 } });
    expect((await rig.call('GET', '/v2/spaces?limit=1')).text).toBe(whole);
  });

  test('a rule skips, applies as often as it says, and is used up', async () => {
    const match = { path: '/v2/spaces' };
    rig.simulator.addFault({ match, skip: 1, times: 2, answer: { kind: 'respond', status: 500 } });
    const statuses = [];
    for (let at = 0; at < 5; at += 1) statuses.push((await rig.call('GET', '/v2/spaces')).status);
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
  });

  test('a body and headers of one’s own arrive as they are', async () => {
    const body = { status: 429, title: 'slow down' };
    const answer = { kind: 'respond', status: 429, headers: { 'retry-after': '7' }, body } as const;
    rig.simulator.addFault({ answer });
    const reply = await rig.call('GET', '/v2/spaces');
    expect([reply.headers.get('retry-after'), reply.body]).toEqual(['7', body]);
  });
});

describe('which requests a fault is for', () => {
  test('a fault for a task meets requests that name the task or one of its runs, and no others', async () => {
    const taskId = await rig.idOf('tasks', 'fresh-relevance');
    const other = await rig.trigger('json-check', pastWindow(1));
    rig.simulator.addFault({ match: { taskId }, times: 3, answer: { kind: 'respond', status: 500 } });
    const own = await rig.trigger('fresh-relevance', pastWindow(1));
    expect([other.status, own.status]).toEqual([201, 500]);
    expect((await rig.call('GET', `/v2/tasks/${encodeURIComponent(taskId)}`)).status).toBe(500);
    expect((await rig.call('GET', runPath(other.body['id']))).status).toBe(200);
  });

  test('a fault for a task meets looks at its runs', async () => {
    const { body } = await rig.trigger('fresh-relevance', pastWindow(1));
    const match = { taskId: textOf(body['task_id']), path: '/v2/task-runs/*' };
    rig.simulator.addFault({ match, answer: { kind: 'extend', members: { progress: 0.5 } } });
    const looked = await rig.call('GET', runPath(body['id']));
    expect(looked.body).toMatchObject({ id: body['id'], progress: 0.5 });
  });

  test('an experiment can be there after a time of its own', async () => {
    let nowMs = Date.now();
    const timed = await startRig({ now: () => nowMs, advance: { by: 'clock' } });
    try {
      timed.simulator.addBehaviour({ runSeconds: 3600, provisionSeconds: 2 });
      const { body } = await timed.trigger('generate-answers', { experiment_name: 'soon' });
      const look = async (): Promise<unknown> =>
        (await timed.call('GET', runPath(body['id']))).body['experiment_id'];
      nowMs += 1_999;
      expect(await look()).toBeNull();
      nowMs += 1;
      expect(await look()).not.toBeNull();
    } finally {
      await timed.simulator.close();
    }
  });

  test('a fault holds what it says it holds', async () => {
    const id = rig.simulator.addFault({ match: { path: '/v2/spaces' }, holdAt: 'before-effect' });
    const answered = rig.call('GET', '/v2/spaces');
    await until(() => rig.simulator.heldBy(id) === 1);
    rig.simulator.releaseFault(id);
    expect((await answered).status).toBe(200);
    expect(rig.simulator.heldBy(id)).toBe(0);
  });
});

describe('holding requests', () => {
  test.each([
    ['headers', 'headers', 0],
    ['before-effect', 'body', 0],
    ['after-effect', 'effect', 1],
  ] as const)('a request held at %s stands there until it is released', async (holdAt, stage, created) => {
    const { body: fault } = await rig.control('POST', 'faults', { match: trigger, holdAt });
    const path = `faults/${textOf(fault['id'])}`;
    const answered = rig.trigger('fresh-relevance', pastWindow(1));
    for (let held = 0; held === 0;) {
      const { body } = await rig.control('GET', 'faults');
      held = Number(body['faults']?.[0]?.['held']);
    }
    const { requests, runs: made } = rig.simulator.journal();
    expect(requests.at(-1)).toMatchObject({ stage, status: null });
    expect(made).toHaveLength(created);
    expect((await rig.control('POST', `${path}/release`)).body).toEqual({ released: 1 });
    expect((await answered).status).toBe(201);
  });
});

describe('what lists show', () => {
  test('a new run can be hidden for a number of lists, also from get', async () => {
    rig.simulator.addFault({ match: trigger, hideRun: { lists: 2, alsoFromGet: true } });
    const { body } = await rig.trigger('fresh-relevance', pastWindow(1));
    const path = `${await rig.taskPath('fresh-relevance')}/runs`;
    const shown = [];
    for (let at = 0; at < 3; at += 1) {
      shown.push((await rig.call('GET', runPath(body['id']))).status);
      shown.push(Object.keys((await rig.call('GET', path)).body['task_runs'] ?? {}).length);
    }
    expect(shown).toEqual([404, 0, 404, 0, 200, 1]);
  });

  test('a new run can be hidden for a time', async () => {
    let nowMs = Date.now();
    const timed = await startRig({ now: () => nowMs });
    try {
      timed.simulator.addFault({ match: trigger, hideRun: { ms: 5_000 } });
      await timed.trigger('fresh-relevance', pastWindow(1));
      const path = `${await timed.taskPath('fresh-relevance')}/runs`;
      expect((await timed.call('GET', path)).body['task_runs']).toEqual([]);
      nowMs += 5_000;
      expect((await timed.call('GET', path)).body['task_runs']).toHaveLength(1);
    } finally {
      await timed.simulator.close();
    }
  });

  test('a list can come in another order, and without its newest entries', async () => {
    const path = `${await rig.taskPath('nightly-hallucination')}/runs`;
    const ids = async (): Promise<readonly unknown[]> => {
      const { body } = await rig.call('GET', path);
      return Object.values(body['task_runs'] ?? {}).map((run) => run['id']);
    };
    const newestFirst = await ids();
    rig.simulator.addFault({ match: runs, list: { order: 'oldest-first' } });
    expect(await ids()).toEqual([...newestFirst].reverse());
    await rig.trigger('nightly-hallucination', pastWindow(1));
    rig.simulator.addFault({ match: runs, list: { omitNewerThanMs: 3_600_000 } });
    expect(await ids()).toEqual(newestFirst);
    expect(await ids()).toHaveLength(newestFirst.length + 1);
  });
});

describe('behaviours of runs', () => {
  const looksAt = async (id: unknown, times: number): Promise<readonly unknown[]> => {
    const seen = [];
    for (let at = 0; at < times; at += 1) seen.push((await rig.call('GET', runPath(id))).body['status']);
    return seen;
  };

  test.each([
    ['errors and skips', { errors: 2, skipped: 1 }, { status: 'COMPLETED', num_errors: 2, num_skipped: 1 }],
    ['a failure', { outcome: 'failed', failureReason: 'why' }, { status: 'FAILED', failure_reason: 'why' }],
    ['nothing to do', { outcome: 'nothing-to-do' }, { status: 'CANCELLED', num_successes: 0 }],
    ['an unknown status', { status: 'EVAPORATED' }, { status: 'EVAPORATED' }],
  ] as const)('%s', async (_case, behaviour, expected) => {
    rig.simulator.addBehaviour(behaviour);
    const { body } = await rig.trigger('fresh-relevance', pastWindow(24));
    await looksAt(body['id'], 3);
    expect((await rig.call('GET', runPath(body['id']))).body).toMatchObject(expected);
  });

  test('a status can go backwards, and a run can be stuck until it is cancelled', async () => {
    rig.simulator.addBehaviour({ statuses: ['RUNNING', 'PENDING'] });
    const first = await rig.trigger('fresh-relevance', pastWindow(1));
    expect(await looksAt(first.body['id'], 3)).toEqual(['RUNNING', 'PENDING', 'COMPLETED']);
    rig.simulator.addBehaviour({ stuckAt: 'PENDING' });
    const stuck = await rig.trigger('fresh-relevance', pastWindow(2));
    expect(await looksAt(stuck.body['id'], 5)).toEqual(Array.from({ length: 5 }, () => 'PENDING'));
    expect((await rig.call('POST', `${runPath(stuck.body['id'])}/cancel`)).body['status']).toBe('CANCELLED');
  });

  test('a behaviour waits for the run that it is for', async () => {
    await rig.control('POST', 'behaviours', {
      match: { experimentName: 'bad' },
      outcome: 'failed',
      looks: 1,
    });
    const good = await rig.trigger('generate-answers', { experiment_name: 'good' });
    const bad = await rig.trigger('generate-answers', { experiment_name: 'bad' });
    expect(await looksAt(bad.body['id'], 1)).toEqual(['FAILED']);
    expect(await looksAt(good.body['id'], 3)).toEqual(['RUNNING', 'RUNNING', 'COMPLETED']);
  });

  test('an experiment id can stay null to the end', async () => {
    rig.simulator.addBehaviour({ experimentIdStaysNull: true, looks: 5 });
    const { body } = await rig.trigger('generate-answers', { experiment_name: 'late' });
    await looksAt(body['id'], 4);
    expect((await rig.call('POST', `${runPath(body['id'])}/cancel`)).body['experiment_id']).toBeNull();
  });
});

describe('control', () => {
  test.each([
    ['faults', { answer: { kind: 'explode' } }],
    ['faults', { mach: {} }],
    ['behaviours', { outcome: 'nice' }],
  ])('a wrong body for %s is refused with a word on what is wrong: %j', async (path, body) => {
    const reply = await rig.control('POST', path, body);
    expect([reply.status, typeof reply.body['detail']]).toEqual([400, 'string']);
  });

  test('rules are listed with how often they applied, and removed one by one or all', async () => {
    const { body } = await rig.control('POST', 'faults', { name: 'x', delayMs: 0, times: 'always' });
    await rig.call('GET', '/v2/spaces');
    const { body: listed } = await rig.control('GET', 'faults');
    expect(listed['faults']).toMatchObject([{ rule: { name: 'x' }, seen: 1, applied: 1, held: 0 }]);
    expect((await rig.control('DELETE', `faults/${textOf(body['id'])}`)).body).toEqual({ removed: 1 });
    expect((await rig.control('DELETE', 'behaviours')).body).toEqual({ removed: 0 });
    expect((await rig.control('GET', 'nothing')).status).toBe(404);
  });
});

describe('the journal', () => {
  test('keeps what came and what was answered, and never the key', async () => {
    const window = pastWindow(1);
    await rig.trigger('fresh-relevance', window);
    const { body } = await rig.control('GET', 'journal');
    expect(body['requests']?.[1]).toMatchObject({
      seq: 2,
      method: 'POST',
      body: window,
      status: 201,
      fault: null,
    });
    expect(body['requests']?.[0]).toMatchObject({
      query: { limit: '100', name: 'fresh-relevance' },
      stage: 'answered',
    });
    expect(body['runs']).toMatchObject([{ requestSeq: 2, parentRunId: null, status: 'PENDING' }]);
    const text = JSON.stringify(body);
    expect(text).toContain('"user-agent"');
    expect(text).not.toContain(rig.simulator.apiKey);
    expect((await rig.control('GET', 'journal?since=1')).body['requests']).toMatchObject([{ seq: 2 }]);
  });

  test('a reset brings back the start: same ids, no rules, no entries, no labels', async () => {
    const before = (await rig.call('GET', '/v2/tasks')).body['tasks']?.[0]?.['id'];
    await rig.call('DELETE', await rig.taskPath('fresh-relevance'));
    rig.simulator.addFault({ times: 'always', answer: { kind: 'respond', status: 500 } });
    await rig.control('POST', 'reset');
    expect(rig.simulator.journal()).toMatchObject({ requests: [], runs: [] });
    expect((await rig.call('GET', '/v2/tasks')).body['tasks']?.[0]?.['id']).toBe(before);
    expect((await rig.trigger('fresh-relevance', pastWindow(1))).status).toBe(201);
  });
});
