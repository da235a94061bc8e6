import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { against, type Figure } from '../report/figure.js';
import { median } from '../report/statistics.js';
import type { Stack } from '../stack/stack.js';
import { alternate } from '../work/alternate.js';
import { wireWindow } from '../work/start.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const CLI = fileURLToPath(new URL('../../dist/starter.js', import.meta.url));
const REPORTER = fileURLToPath(new URL('../stack/report-cpu.js', import.meta.url));
const [TIMES, QUICK_TIMES] = [15, 4];
const GOAL = '≤ 300 ms';

export const cli: Scenario = {
  name: 'cli',
  title: 'Processor time of a command of the CLI, beside `node -e 0`',
  run: (bench) =>
    withStack(bench, 0, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const timesOf = ({ options: { isQuick } }: Bench): number => (isQuick ? QUICK_TIMES : TIMES);
const notesOf = (bench: Bench): readonly string[] => [
  `Medians of ${timesOf(bench)} processes each, in turn.`,
];

async function measure(stack: Stack, bench: Bench): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-bench-cli-'));
  const { id } = await stack.service.findTask('evaluation');
  const times = { node: [] as number[], trigger: [] as number[], list: [] as number[] };
  const measured = (kind: keyof typeof times, args: () => readonly string[]) => async () => {
    times[kind].push(await cpuOf(stack, args(), join(folder, 'cpu')));
  };
  await alternate(timesOf(bench), {
    node: measured('node', () => ['-e', '0']),
    trigger: measured('trigger', () => {
      const { data_start_time: start = '', data_end_time: end = '' } = wireWindow();
      return [CLI, 'trigger-run', id, '--data-start-time', start, '--data-end-time', end];
    }),
    list: measured('list', () => [CLI, 'list', '--space', 'research']),
  });
  await rm(folder, { recursive: true });
  return figuresOf(times);
}

/** Runs Node and returns the processor time that the process used, in milliseconds. */
async function cpuOf(
  { temporal, queue, service }: Stack,
  args: readonly string[],
  file: string,
): Promise<number> {
  await promisify(execFile)(process.execPath, ['--import', REPORTER, ...args], {
    env: {
      ...temporal.env,
      AX_TASKS_TASK_QUEUE: queue,
      ARIZE_BASE_URL: service.baseUrl,
      ARIZE_API_KEY: service.apiKey,
      CPU_FILE: file,
    },
  });
  return Number(await readFile(file, 'utf8'));
}

function figuresOf(
  times: Readonly<Record<'node' | 'trigger' | 'list', readonly number[]>>,
): readonly Figure[] {
  const beside = { name: 'node', value: median(times.node) };
  return [
    against('trigger-run, CPU p50', median(times.trigger), 'ms', beside, GOAL),
    against('list, CPU p50', median(times.list), 'ms', beside, GOAL),
  ];
}
