import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/ax-client.js';
import { isAxError } from '../../src/ax/base/errors.js';
import { CliError } from '../../src/commands/base/cli-error.js';
import { inFlags } from '../../src/commands/cli/explain-usage.js';
import { buildProgram } from '../../src/commands/cli/program.js';
import type { CliContext } from '../../src/commands/base/context.js';
import { triggerFitProblems } from '../../src/model/run/trigger-fit.js';

const program: Command = buildProgram({} as CliContext, { exitCode: 0 });
const ax = new AxClient({ baseUrl: 'http://127.0.0.1:1', apiKey: 'k', preReleaseWarning: false });
const TASK = 'T25saW5lVGFzazo0NTpxUndY';

const shownBy = (message: string, ...args: string[]): string =>
  inFlags(new CliError(message, { exitCode: 2, code: 'InvalidInput' }), program, args).message;

/** The message of a request that is refused before it is sent. */
async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isAxError(error) || !['InvalidInput', 'NoUpdateFields'].includes(error.kind)) throw error;
  return error.message;
}

/** Every member of the request that a flag of the command gives, with a value that is refused. */
const TRIGGER = {
  ...{ dataStartTime: 'x', dataEndTime: 'x', maxSpans: 0, overrideEvaluations: 1, experimentIds: ['/'] },
  ...{ experimentName: '', queryFilter: ' ', datasetVersionId: '/', exampleIds: [], maxExamples: 0 },
  ...{ tracingMetadata: 1, evaluationTaskIds: 1 },
};
const EVALUATION = {
  ...{ name: '', project: '', dataset: '', evaluators: [], experimentIds: ['/'], samplingRate: 2 },
  ...{ isContinuous: 1, queryFilter: ' ', queryFilters: 1 },
};

describe('a request that a worker refuses is reported with the flags of the command', () => {
  test.each<[command: string, given: object, call: (given: never) => Promise<unknown>]>([
    ['trigger-run', TRIGGER, (given: object) => ax.triggerRun({ task: TASK, ...given })],
    [
      'create-evaluation',
      EVALUATION,
      (given: object) => ax.createEvaluationTask({ type: 'CODE_EVALUATION', ...given } as never),
    ],
    [
      'create-run-experiment',
      { name: '', dataset: '', runConfiguration: 1 },
      (given) => ax.createRunExperimentTask(given),
    ],
    [
      'update',
      { name: '', samplingRate: 2, isContinuous: 1, queryFilter: ' ', queryFilters: 1, runConfiguration: 1 },
      (given: object) => ax.updateTask({ task: TASK, ...given }),
    ],
  ])('of %s', async (command, given, call) => {
    for (const [member, value] of Object.entries<unknown>(given as Record<string, unknown>)) {
      const message = await refusalOf(call({ [member]: value } as never));
      const flag = `--${member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      const shown = shownBy(message, command, TASK);
      expect(shown).toMatch(new RegExp(`[:;] ${flag}\\b`));
      if (/[A-Z]/.test(member)) expect(shown).not.toMatch(new RegExp(`(?<![-\\w])${member}\\b`));
    }
  });

  test('what does not fit the kind of the task', () => {
    const experiment = { id: 'T', type: 'RUN_EXPERIMENT', projectId: null, datasetId: 'D' };
    const onDataset = { ...experiment, type: 'CODE_EVALUATION' };
    const fields = TRIGGER as never;
    const problems = [...triggerFitProblems(fields, experiment), ...triggerFitProblems(fields, onDataset)];
    const shown = problems.map((problem) =>
      shownBy(`Cannot trigger task "t": ${problem}`, 'trigger-run', 't'),
    );
    expect(shown.filter((line) => !line.includes(': --'))).toEqual([]);
    expect(shown).toContain('Cannot trigger task "t": --max-spans is for evaluation tasks only');
  });

  test('an update of nothing, and a task without experiments', async () => {
    const nothing = shownBy(await refusalOf(ax.updateTask({ task: TASK })), 'update', TASK);
    expect(nothing).toContain('--sampling-rate, --is-continuous, --query-filter, --query-filters');
    const request = {
      name: 'n',
      type: 'CODE_EVALUATION' as const,
      dataset: TASK,
      evaluators: [{ evaluatorId: TASK }],
    };
    const none = shownBy(await refusalOf(ax.createEvaluationTask(request)), 'create-evaluation');
    expect(none).toContain('at least one experiment in --experiment-ids (or set --no-experiments)');
  });

  test('texts of the user, and members of a file, stay as they are', () => {
    const message = 'Cannot create task "maxSpans: x": samplingRate must be a number (got "maxSpans")';
    expect(shownBy(message, 'create-evaluation')).toBe(
      'Cannot create task "maxSpans: x": --sampling-rate must be a number (got "maxSpans")',
    );
    expect(shownBy(message, 'task', 'ensure', 'task.yaml')).toBe(message);
  });
});
