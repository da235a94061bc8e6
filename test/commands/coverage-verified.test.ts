import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/ax-client.js';
import { verificationDocument } from '../../src/files/result/verification-document.js';
import type { BackfillResult } from '../../src/model/backfill/backfill.js';
import type { CoverageVerification } from '../../src/model/coverage/verify-coverage.js';
import type { SpanRecord } from '../../src/simulator/index.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
let ax: AxClient;
const cli = (...args: string[]): Promise<Ran> => runHere(args, stack.env);

const TASK = 'fresh-relevance';
const PROJECT = 'support-bot';
const dayMs = (at: number): number => Date.UTC(2026, 8, at);
const day = (at: number): string => new Date(dayMs(at)).toISOString();
const RANGE = ['--start', day(1), '--end', day(5)];

const verified = async (...more: string[]): Promise<CoverageVerification> =>
  verificationDocument.parse(
    (await cli('coverage', TASK, ...RANGE, '--verify', '-o', 'json', ...more)).json(),
  ).data as CoverageVerification;
const record = (): readonly SpanRecord[] => stack.simulator.spans(PROJECT, dayMs(1), dayMs(5));
const late = (...hours: number[]): void => {
  const spans = hours.map((hour) => ({ start_time: new Date(dayMs(2) + hour * 3_600_000).toISOString() }));
  stack.simulator.addSpans({ project: PROJECT, spans });
};

beforeAll(async () => {
  stack = await createStack({ advance: { by: 'looks', looks: 1 } });
  const { baseUrl, apiKey } = stack.simulator;
  ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
  await stack.startWorker();
  for (const at of [1, 2, 3])
    await ax.triggerRun({ task: TASK, space: 'research', dataStartTime: day(at), dataEndTime: day(at + 1) });
});
afterAll(async () => {
  await ax.close();
  await stack.close();
});

describe('coverage that is compared with the spans', () => {
  test('counts exactly what the service has, by the run that wrote it, and what no run saw', async () => {
    const found = await verified();
    const evaluated = record().filter(({ evaluations }) => evaluations.length > 0);
    expect(found).toMatchObject({
      windows: { total: 4, compared: 4 },
      spans: {
        total: record().length,
        evaluated: evaluated.length,
        without: record().length - evaluated.length,
        late: 0,
      },
      estimate: null,
      attributedBy: 'run',
      evaluations: ['relevance'],
    });
    const byRun = evaluated.map(({ evaluations: [one] }) => one?.runId ?? 'other');
    expect(found.writers).toEqual(
      Object.fromEntries([...new Set(byRun)].map((id) => [id, byRun.filter((each) => each === id).length])),
    );
    expect(found.findings).toMatchObject([{ state: null, dataStartTime: day(4), evaluated: 0 }]);
  });

  test('finds spans that came after their run, also at the borders of its window, and a backfill runs them', async () => {
    late(0, 5, 24);
    const found = await verified();
    expect(found.spans.late).toBe(3);
    expect(found.findings.slice(0, 2)).toMatchObject([
      { state: 'evaluated', dataStartTime: day(2), late: 2 },
      { state: 'evaluated', dataStartTime: day(3), late: 1 },
    ]);
    const missing = await cli('coverage', TASK, ...RANGE, '--no-sync', '--missing', 'late', '-o', 'json');
    expect(missing.json<{ missing: object[] }>().data.missing).toEqual([
      { dataStartTime: day(2), dataEndTime: day(4) },
    ]);
    const args = ['--task', TASK, ...RANGE, '--slice', '1d', '--missing', 'late', '-o', 'json'];
    const ran = await cli('backfill', 'start', ...args);
    const { result } = ran.json<{ result: BackfillResult }>().data;
    expect([ran.code, result.runs, result.counts.successes]).toEqual([0, 2, 3]);
    expect(result.verified).toMatchObject({
      problem: null,
      windows: { total: 2, compared: 2 },
      spans: { without: 0, late: 0 },
      attributedBy: 'run',
    });
    expect((await verified()).spans.late).toBe(0);
    expect((await cli('coverage', TASK, ...RANGE, '--missing', 'late')).stdout).toMatch(
      /^No late spans are known/,
    );
  });

  test('is shown to people, and says what is a sample', async () => {
    late(7);
    const { stdout } = await cli('coverage', TASK, ...RANGE, '--verify', '--max-requests', '2');
    expect(stdout).toMatch(/^compared +a sample of [12] of 4 windows, with 2 requests$/m);
    const whole = await cli('coverage', TASK, ...RANGE, '--verify');
    expect(whole.stdout).toMatch(/^late +1 came after their window was evaluated$/m);
    expect(whole.stdout).toContain('backfill start --missing late');
  });

  test('--max-requests without --verify is refused', async () => {
    expect(await cli('coverage', TASK, '--max-requests', '2')).toMatchObject({ code: 2 });
  });
});
