import { describe, expect, test } from 'vitest';
import { LiveRegion, liveView, logView } from '../../src/terminal/live/progress-view.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import type { StepSnapshot } from '../../src/model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../src/model/temporal/workflow-snapshot.js';

/** A screen that understands what a live region writes: text, lines, and "up, and clear below". */
class Screen {
  readonly rows = 24;
  readonly columns = 80;
  lines: string[] = [''];
  isCursorHidden = false;
  writes = 0;

  write(text: string): void {
    this.writes += 1;
    // eslint-disable-next-line no-control-regex -- the sequences of a terminal
    for (const part of text.split(/(\u001b\[[?\d]*[a-zA-Z]|\n|\r)/)) this.#apply(part);
  }

  #apply(part: string): void {
    if (part === '\n') this.lines.push('');
    else if (part === '\u001b[?25l') this.isCursorHidden = true;
    else if (part === '\u001b[?25h') this.isCursorHidden = false;
    else if (part.endsWith('A')) this.lines.splice(this.lines.length - 1 - Number(part.slice(2, -1)), 99, '');
    else if (part !== '\u001b[0J' && part !== '\r') this.lines[this.lines.length - 1] += part;
  }
}

describe('a live region', () => {
  test('draws over what it drew, and hides the cursor meanwhile', () => {
    const screen = new Screen();
    let nowMs = 0;
    const region = new LiveRegion(screen, () => nowMs);
    region.update(['one', 'two']);
    expect(screen.lines).toEqual(['one', 'two', '']);
    expect(screen.isCursorHidden).toBe(true);
    nowMs += 100;
    region.update(['three']);
    expect(screen.lines).toEqual(['three', '']);
  });

  test('draws ten times a second at most', () => {
    const screen = new Screen();
    let nowMs = 0;
    const region = new LiveRegion(screen, () => nowMs);
    for (; nowMs < 1000; nowMs += 5) region.update([String(nowMs)]);
    expect(screen.writes).toBe(10);
  });

  test('lines that stay are printed above it', () => {
    const screen = new Screen();
    let nowMs = 0;
    const region = new LiveRegion(screen, () => nowMs);
    region.update(['moving']);
    region.print(['stays']);
    region.update(['moving on']);
    nowMs += 1000;
    region.update(['moving further']);
    expect(screen.lines).toEqual(['stays', 'moving further', '']);
  });

  test('leaves nothing but its last lines, and brings the cursor back', () => {
    const screen = new Screen();
    const region = new LiveRegion(screen, () => 0);
    region.update(['moving', 'moving']);
    region.close(['done']);
    expect(screen.lines).toEqual(['done', '']);
    expect(screen.isCursorHidden).toBe(false);
  });

  test('counts the rows that a long line takes', () => {
    const screen = new Screen();
    let written = '';
    const region = new LiveRegion(
      { rows: 24, columns: 10, write: (text: string) => void (written = text) },
      () => screen.writes++ * 1000,
    );
    region.update(['x'.repeat(25)]);
    region.close();
    expect(written).toContain('\u001b[3A');
  });

  test('counts them as they are now, after the terminal was made narrower', () => {
    let nowMs = 0;
    let written = '';
    const stream = { rows: 24, columns: 80, write: (text: string) => void (written = text) };
    const region = new LiveRegion(stream, () => nowMs);
    region.update(['x'.repeat(70), 'y'.repeat(30)]);
    stream.columns = 40;
    nowMs += 100;
    region.update(['z']);
    expect(written).toContain('\u001b[3A');
  });
});

const step = (members: Partial<StepSnapshot> & { id: string }): StepSnapshot => ({
  task: 't',
  stage: 'waiting',
  status: null,
  counts: null,
  runId: null,
  provenance: null,
  startedAt: null,
  endedAt: null,
  note: null,
  result: null,
  ...members,
});

const snapshot = (steps: StepSnapshot[]): WorkflowSnapshot => ({
  workflowId: 'w',
  executionId: 'e',
  type: 'runPipeline',
  status: 'RUNNING',
  startedAt: '2026-11-21T12:00:00.000Z',
  closedAt: null,
  steps,
  taskQueue: 'ax-tasks',
  overdueMs: 0,
});

const RUNNING = {
  stage: 'running',
  status: 'RUNNING',
  runId: 'r1',
  startedAt: '2026-11-21T12:00:00.000Z',
  counts: { successes: 20, errors: 0, skipped: 0 },
} as const;

describe('progress without a terminal', () => {
  const startMs = Date.parse('2026-11-21T12:00:00Z');

  test('is one line for each change', () => {
    const lines: string[] = [];
    const view = logView(
      (line) => lines.push(line),
      () => startMs,
    );
    view.show(snapshot([step({ id: 'a' }), step({ id: 'b' })]));
    view.show(snapshot([step({ id: 'a', ...RUNNING }), step({ id: 'b' })]));
    view.show(
      snapshot([
        step({ id: 'a', ...RUNNING, counts: { successes: 21, errors: 0, skipped: 0 } }),
        step({ id: 'b' }),
      ]),
    );
    view.show(snapshot([step({ id: 'a', ...RUNNING, stage: 'succeeded' }), step({ id: 'b' })]));
    expect(lines).toEqual([
      '12:00:00Z a: running, run r1',
      '12:00:00Z a: succeeded, run r1, 20 ok, 0 errors, 0 skipped',
    ]);
  });

  test('says nothing of what a step still waits for, nor of counts that come after its end', () => {
    const lines: string[] = [];
    const view = logView(
      (line) => lines.push(line),
      () => startMs,
    );
    const fan = { id: 'a', stage: 'succeeded', endedAt: '2026-11-21T12:00:00.000Z' } as const;
    view.show(snapshot([step({ id: 'a', stage: 'running' }), step({ id: 'b', note: 'waiting for a, c' })]));
    view.show(snapshot([step(fan), step({ id: 'b', note: 'waiting for c' })]));
    view.show(
      snapshot([step({ ...fan, counts: RUNNING.counts }), step({ id: 'b', note: null, ...RUNNING })]),
    );
    expect(lines).toEqual(['12:00:00Z a: running', '12:00:00Z a: succeeded', '12:00:00Z b: running, run r1']);
  });

  test('shows once a minute that it goes on', () => {
    const lines: string[] = [];
    let nowMs = startMs;
    const view = logView(
      (line) => lines.push(line),
      () => nowMs,
    );
    for (; nowMs < startMs + 130_000; nowMs += 1000) view.show(snapshot([step({ id: 'a', ...RUNNING })]));
    expect(lines).toEqual([
      '12:00:00Z a: running, run r1',
      '12:01:00Z 0 of 1 steps done, 1 active, 20 ok, 0 errors, 0 skipped, 1m 00s',
      '12:02:00Z 0 of 1 steps done, 1 active, 20 ok, 0 errors, 0 skipped, 2m 00s',
    ]);
  });
});

describe('progress on a terminal', () => {
  test('has a row for each step, with rate and time, and a line of totals', () => {
    const screen = new Screen();
    const nowMs = Date.parse('2026-11-21T12:00:10Z');
    const view = liveView(
      screen,
      () => PLAIN_STYLE,
      () => nowMs,
    );
    view.show(snapshot([step({ id: 'a', ...RUNNING }), step({ id: 'b' })]));
    expect(screen.lines).toEqual([
      '   STEP  STATUS   COUNTS                       RATE  TIME  RUN',
      '●  a     running  20 ok, 0 errors, 0 skipped  2.0/s   10s  r1'.replace('  2.0/s', '  2.0/s'),
      '·  b     waiting  –                               –     –  –',
      '0 of 2 steps done, 1 active, 20 ok, 0 errors, 0 skipped, 10s',
      '',
    ]);
  });

  test('shows what goes on first where not every step fits, and how many more there are', () => {
    const screen = Object.assign(new Screen(), { rows: 10 });
    const view = liveView(
      screen,
      () => PLAIN_STYLE,
      () => 0,
    );
    const steps = Array.from({ length: 40 }, (_, at) => step({ id: `s${at}`, stage: 'succeeded' }));
    steps[30] = step({ id: 's30', ...RUNNING });
    view.show(snapshot(steps));
    const shown = screen.lines.join('\n');
    expect(shown).toContain('s30');
    expect(shown).toContain('… 35 more');
    expect(screen.lines.length).toBeLessThanOrEqual(10);
  });

  test('is a tree of the steps, on a narrow screen with one column for what is told of each', () => {
    const nowMs = Date.parse('2026-11-21T12:00:10Z');
    const screen = new Screen();
    const view = liveView(
      screen,
      () => ({ ...PLAIN_STYLE, columns: 72 }),
      () => nowMs,
    );
    const until = '2026-11-21T13:00:00Z';
    view.show({
      ...snapshot([
        step({ id: 'answer', needs: [], stage: 'succeeded' }),
        step({ id: 'relevance', needs: ['answer'], ...RUNNING, attempt: 2 }),
        step({
          id: 'many',
          needs: ['answer'],
          stage: 'running',
          items: { total: 40, waiting: 20, running: 8, succeeded: 10, failed: 2, cancelled: 0, skipped: 0 },
        }),
        step({
          id: 'ask',
          needs: ['relevance', 'many'],
          stage: 'awaiting-approval',
          until,
          note: 'until 13:00',
        }),
        step({ id: 'tell', needs: [], isFinally: true, note: 'waiting for ask' }),
      ]),
      pausedAt: '2026-11-21T12:00:00Z',
      pausedBy: 'ann',
    });
    expect(screen.lines).toEqual([
      '   STEP         STATUS             TIME',
      '✓  answer       succeeded             –',
      '●  ├ relevance  running, try 2      10s  20 ok, 0 errors, 0 skipped, 2.…',
      '●  └ many       running               –  12 of 40 items, 8 running, 2 f…',
      '◆  ask          awaiting approval     –  until 13:00',
      '·  tell         waiting               –  waiting for ask',
      '1 of 5 steps done, 3 active, 20 ok, 0 errors, 0 skipped, 10s',
      'Paused by ann 10s ago: no new work starts.',
      '',
    ]);
  });
});
