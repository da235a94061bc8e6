import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportFileName, reportTargetOf } from '../../src/commands/report/show-report.js';
import type { ResultDocument } from '../../src/model/pipeline/result-document.js';
import { resultDocument } from '../../src/files/result/result-document.js';
import { NIGHTLY } from '../report/support/documents.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-reports-'));
const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

const ax = (args: string[], env: Record<string, string> = {}) => runHere(args, { ...stack.env, ...env });

/** A job of GitHub Actions; each has a summary of its own. */
const inActions = (summary: string): Record<string, string> => ({
  GITHUB_ACTIONS: 'true',
  GITHUB_STEP_SUMMARY: at(summary),
});

function pipeline(name: string): string {
  const steps = [
    `  - {id: answer, task: generate-answers, experimentName: ${name}, pollInterval: 1s}`,
    '  - {id: score, task: score-experiments, experimentsFrom: [answer], pollInterval: 1s}',
  ];
  writeFileSync(at(`${name}.yaml`), ['version: 1', `name: ${name}`, 'steps:', ...steps, ''].join('\n'));
  return at(`${name}.yaml`);
}

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
});

afterAll(() => stack.close());

const idOf = (stdout: string): string => (JSON.parse(stdout) as ResultDocument).data.workflowId;

describe.concurrent('a pipeline that is run by a job', () => {
  test('leaves the reports that it was asked for, and a result that fits its schema', async () => {
    const files = ['--junit', at('good.xml'), '--html', at('good.html'), '--summary', at('good.md')];
    const ran = await ax(['run', pipeline('good'), ...files, '-o', 'json']);
    expect(ran.code).toBe(0);
    expect(resultDocument.parse(JSON.parse(ran.stdout))).toMatchObject({
      kind: 'pipeline',
      data: { status: 'COMPLETED', result: { name: 'good', verdict: 'good' } },
    });
    expect(read('good.xml')).toContain(
      '<testsuite name="good" tests="2" failures="0" errors="0" skipped="0"',
    );
    expect(read('good.html')).toContain('<title>good: succeeded</title>');
    expect(read('good.md')).toContain('## ✅ good: succeeded');
    expect(ran.stderr).toContain(`Wrote the JUnit report to ${at('good.xml')}.`);
  });

  test('that fails ends with 1, and GitHub shows why without being asked', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', match: { experimentName: 'failing' } });
    writeFileSync(at('job.md'), 'from before\n');
    const ran = await ax(['run', pipeline('failing'), '--junit', at('failing.xml')], inActions('job.md'));
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^::error title=failing%3A answer::failed: \S+/m);
    expect(read('failing.xml')).toContain('failures="1" errors="0" skipped="1"');
    expect(read('job.md')).toMatch(/^from before\n\n## ❌ failing: failed/);
  });

  test('prints no annotations where stdout is data, and no summary where none is wanted', async () => {
    stack.simulator.addBehaviour({ outcome: 'failed', match: { experimentName: 'quiet' } });
    const { workflowId } = (await ax(['run', pipeline('quiet'), '--detach', '-o', 'json'])).json<{
      workflowId: string;
    }>().data;
    const ran = await ax(['watch', workflowId, '--summary', 'none', '-o', 'json'], inActions('quiet.md'));
    expect(() => JSON.parse(ran.stdout) as unknown).not.toThrow();
    expect(readdirSync(folder)).not.toContain('quiet.md');
  });

  test('says before anything starts that a report cannot be written', async () => {
    const ran = await ax(['run', pipeline('nowhere'), '--junit', at('none/x.xml')]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--junit');
    expect(ran.stderr).toContain('does not exist');
    expect(await ax(['run', pipeline('nowhere'), '--html', folder])).toMatchObject({ code: 2 });
    expect(await ax(['run', pipeline('nowhere'), '--html', at('x.html'), '--detach'])).toMatchObject({
      code: 2,
    });
    const trigger = await ax(['trigger-run', 'generate-answers', '--junit', at('x.xml')]);
    expect(trigger.stderr).toContain('--junit can only be used with --wait');
  });

  test('keeps its exit code where a report cannot be written in the end', async () => {
    const ran = await ax(['run', pipeline('full')], {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: at('none/job.md'),
    });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('Warning: Cannot write the summary');
  });
});

describe.concurrent('the verb report', () => {
  test('tells of a pipeline that ended, in each format', async () => {
    const workflowId = idOf((await ax(['run', pipeline('told'), '-o', 'json'])).stdout);
    const report = async (...args: string[]): Promise<string> => {
      const ran = await ax(['workflow', 'report', workflowId, ...args]);
      expect(ran.code).toBe(0);
      return ran.stdout;
    };
    expect(await report()).toMatch(/^<!doctype html>/);
    expect(await report('-o', 'junit')).toMatch(/^<\?xml/);
    expect(await report('--format', 'markdown')).toMatch(/^## ✅ told/);
    expect(resultDocument.parse(JSON.parse(await report('-o', 'json'))).data.workflowId).toBe(workflowId);
    expect(await report('-o', at('told.html'))).toBe('');
    expect(read('told.html')).toContain('<h1>told</h1>');
  });

  test('tells of a lone run', async () => {
    const trigger = [
      'trigger-run',
      'generate-answers',
      '--experiment-name',
      'lone',
      '--poll-interval',
      '1s',
      '--wait',
    ];
    const { stdout } = await ax([...trigger, '-o', 'json', '--junit', at('lone.xml')]);
    expect(read('lone.xml')).toContain('<testcase classname="generate-answers" name="lone"');
    expect((await ax(['workflow', 'report', idOf(stdout), '-o', 'markdown'])).stdout).toContain(
      'generate-answers',
    );
  });

  test('refuses what still runs with 3, tells of it once it was cancelled, and knows what it does not know', async () => {
    stack.simulator.addBehaviour({ stuckAt: 'RUNNING', match: { experimentName: 'held' } });
    const started = await ax(['run', pipeline('held'), '--detach', '-o', 'json']);
    const { workflowId } = started.json<{ workflowId: string }>().data;
    const early = await ax(['workflow', 'report', workflowId]);
    expect(early).toMatchObject({ code: 3, stdout: '' });
    expect(early.stderr).toContain(`ax-tasks watch ${workflowId}`);
    await ax(['workflow', 'cancel', workflowId, '--force']);
    const late = await ax(['workflow', 'report', workflowId, '-o', 'json']);
    expect(resultDocument.parse(JSON.parse(late.stdout)).data).toMatchObject({
      status: 'CANCELLED',
      result: { verdict: 'cancelled' },
    });
    expect(await ax(['workflow', 'report', 'ax-pipeline/none/1'])).toMatchObject({ code: 4 });
  });

  test('tells of a result that was kept as JSON, without a Temporal server', async () => {
    writeFileSync(at('kept.json'), JSON.stringify(NIGHTLY));
    const kept = await runHere(['workflow', 'report', at('kept.json'), '-o', at('kept.html')], {});
    expect(kept).toMatchObject({ code: 0, stdout: '' });
    expect(read('kept.html')).toContain('<title>nightly: failed</title>');
    writeFileSync(at('other.json'), '{"version": 1, "kind": "sweep"}');
    const other = await runHere(['workflow', 'report', at('other.json')], {});
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('other.json:1:1 kind: does not match the result of this version');
  });
});

describe('where a report goes', () => {
  test.each([
    [{}, true, { format: 'html', file: { named: true } }],
    [{}, false, { format: 'html', file: null }],
    [{ format: 'junit' }, true, { format: 'junit', file: null }],
    [{ output: '-' }, true, { format: 'html', file: null }],
    [{ output: 'markdown' }, true, { format: 'markdown', file: null }],
    [{ output: 'a.XML' }, true, { format: 'junit', file: 'a.XML' }],
    [{ output: 'a.txt', format: 'markdown' }, true, { format: 'markdown', file: 'a.txt' }],
  ] as const)('%j, on a terminal %s', (options, isTerminal, expected) => {
    expect(reportTargetOf(options, isTerminal)).toEqual(expected);
  });

  test('a file whose name tells no format is refused', () => {
    expect(() => reportTargetOf({ output: 'a.txt' }, true)).toThrow(/ends in .html, .xml, .md or .json/);
  });

  test('a name of a pipeline that is no file name is made one', () => {
    expect(reportFileName('../nightly / süd')).toBe('nightly-s-d-report.html');
    expect(reportFileName('../..')).toBe('result-report.html');
  });
});
