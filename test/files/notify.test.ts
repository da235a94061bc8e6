import { describe, expect, test } from 'vitest';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { problemsOf } from './support/problems-of.js';
import { NIGHTLY, parse, problemsOf as scheduleProblems } from './support/schedules.js';

const pipeline = (notify: string): string =>
  `version: 1\nname: nightly\nspace: prod\n${notify}\nsteps:\n  - { id: answer, task: Answer }\n`;

const RULES = `notify:
  - team
  - to: on-call
    on: [failed, recovered]`;

const READ = [{ to: 'team' }, { to: 'on-call', on: ['failed', 'recovered'] }];

describe('who is told of what', () => {
  test('a pipeline names receivers, with the kinds of notices or without', () => {
    expect(parsePipeline(pipeline(RULES), 'p.yaml', {}).notify).toEqual(READ);
  });

  test('a schedule names them too', async () => {
    expect((await parse(`${NIGHTLY}${RULES}\n`)).definition.notify).toEqual(READ);
  });

  test('an empty list is kept, since silence is not the default of the workers', async () => {
    expect(parsePipeline(pipeline('notify: []'), 'p.yaml', {}).notify).toEqual([]);
    expect(parsePipeline(pipeline(''), 'p.yaml', {})).not.toHaveProperty('notify');
    expect((await parse(`${NIGHTLY}notify: []\n`)).definition.notify).toEqual([]);
    expect((await parse(NIGHTLY)).definition).not.toHaveProperty('notify');
  });

  test('a receiver may come from an input', () => {
    const text = pipeline(
      'inputs: { team: search }\nnotify: ["${{ inputs.team }}", { to: "${{ inputs.team }}" }]',
    );
    expect(parsePipeline(text, 'p.yaml', {}).notify).toEqual([{ to: 'search' }, { to: 'search' }]);
  });
});

describe('what is wrong with it is said at its place', () => {
  test.each([
    ['notify: team', 'p.yaml:4:9 notify: is "team", expected a list of at most 20 receivers'],
    [
      'notify: [a b]',
      `p.yaml:4:10 notify[0]: is "a b", expected a receiver's name, or a mapping with to and on`,
    ],
    ['notify: [7]', `p.yaml:4:10 notify[0]: is 7, expected a receiver's name, or a mapping with to and on`],
    [
      'notify: [{ to: https://hooks.example.com/T0 }]',
      `p.yaml:4:16 notify[0].to: is "https://hooks.example.com/T0", expected a receiver's name, of at most 60 letters, digits, _ and -`,
    ],
    [
      'notify: [{ to: team, on: [recovred] }]',
      'p.yaml:4:27 notify[0].on[0]: is "recovred", expected failed, gate-failed, gate-warned, recovered, approval-wanted, schedule-missed, backfill-paused, stalled or unresolved; did you mean "recovered"?',
    ],
    [
      'notify: [{ to: team, on: [] }]',
      'p.yaml:4:26 notify[0].on: is an empty list, expected a list of at least one of failed, gate-failed, gate-warned, recovered, approval-wanted, schedule-missed, backfill-paused, stalled, unresolved',
    ],
    ['notify: [{ on: [failed] }]', `notify[0].to: is missing, expected a receiver's name`],
    [
      'notify: [{ to: team, onn: [failed] }]',
      'p.yaml:4:22 notify[0].onn: is not a field of a notify rule; did you mean "on"?',
    ],
    ['notify: ["${{ steps.answer.runId }}"]', '(only inputs may be used here)'],
  ])('%s', (notify, problem) => {
    expect(problemsOf(pipeline(notify)).join('\n')).toContain(problem);
  });

  test('in a schedule as well', async () => {
    expect((await scheduleProblems(`${NIGHTLY}notify: [{ to: team, on: [fialed] }]\n`)).join('\n')).toContain(
      's.yaml:8:27 notify[0].on[0]: is "fialed"',
    );
  });
});
