import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BARE_READY } from '../bare/protocol.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { against, type Figure } from '../report/figure.js';
import { median } from '../report/statistics.js';
import { DEPLOYED } from '../stack/deployed.js';
import { startNode, type NodeProcess, type NodeProgram } from '../stack/node-process.js';
import { privateBytes, residentBytes } from '../stack/process-usage.js';
import { workerProgram, type Stack } from '../stack/stack.js';
import { alternate } from '../work/alternate.js';
import { firstTaskAt } from '../work/first-task.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const BARE_WORKER = fileURLToPath(new URL('../bare/plain-worker.js', import.meta.url));
/** The SDK keeps what it loaded for debuggers for ten seconds. */
const [IDLE_MS, QUICK_IDLE_MS] = [30_000, 12_000];
const [STARTS, QUICK_STARTS] = [9, 3];
const MB = 1e6;

export const worker: Scenario = {
  name: 'worker',
  title: 'The process of an idle worker, and its start, beside a bare worker of the SDK',
  run: (bench) =>
    withStack(bench, 0, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const startsOf = ({ options: { isQuick } }: Bench): number => (isQuick ? QUICK_STARTS : STARTS);
const idleMsOf = ({ options: { isQuick } }: Bench): number => (isQuick ? QUICK_IDLE_MS : IDLE_MS);

const notesOf = (bench: Bench): readonly string[] => [
  `Memory after ${idleMsOf(bench) / 1000} s without work. Resident memory counts the pages of Node's own program, which its processes share; private memory does not.`,
  `As deployed: with the environment of the container image and the systemd unit. Starts are medians of ${startsOf(bench)} in turn, until the first workflow task is taken from a queue that has one.`,
];

/** A program on a queue of its own, and what may be started on it. */
interface Subject {
  readonly workflow: string;
  readonly args: readonly unknown[];
  readonly program: (queue: string) => NodeProgram;
}

async function measure(stack: Stack, bench: Bench): Promise<readonly Figure[]> {
  const bare = bareSubject(stack, bench.bareBundle);
  const ours = ownSubject(stack, {});
  const memory = await idleMemory([bare, ours, ownSubject(stack, DEPLOYED)], idleMsOf(bench));
  bench.say('measuring starts');
  const starts = { bare: [] as number[], ours: [] as number[] };
  await alternate(startsOf(bench), {
    bare: async () => void starts.bare.push(await startMs(stack, bare)),
    ours: async () => void starts.ours.push(await startMs(stack, ours)),
  });
  return figuresOf(memory, median(starts.ours), median(starts.bare));
}

interface Memory {
  readonly resident: number;
  readonly own: number;
}

function figuresOf(
  [bare, plain, deployed]: readonly Memory[],
  startedMs: number,
  bareStartedMs: number,
): readonly Figure[] {
  const line = (what: string, memory: Memory | undefined, part: keyof Memory, goal = ''): Figure =>
    against(
      what,
      (memory?.[part] ?? Number.NaN) / MB,
      'MB',
      { name: 'bare', value: (bare?.[part] ?? 0) / MB },
      goal,
    );
  return [
    line('idle, resident memory', plain, 'resident', '≤ 150 MB'),
    line('idle, private memory', plain, 'own'),
    line('idle as deployed, resident memory', deployed, 'resident', '≤ 150 MB'),
    line('idle as deployed, private memory', deployed, 'own'),
    against(
      'start to the first task, p50',
      startedMs,
      'ms',
      { name: 'bare', value: bareStartedMs },
      '≤ 1.3 ×',
    ),
  ];
}

const bareSubject = ({ temporal }: Stack, bundle: string): Subject => ({
  workflow: 'oneActivity',
  args: [],
  program: (queue) => ({ args: [BARE_WORKER, queue, bundle], env: temporal.env, readyText: BARE_READY }),
});

const ownSubject = ({ temporal, service }: Stack, env: NodeJS.ProcessEnv): Subject => ({
  workflow: WORKFLOWS.waitForRun,
  args: [{ runId: 'none', wait: {} }],
  program: (queue) => workerProgram({ env: { ...temporal.env, ...env } }, service, queue),
});

const newQueue = (): string => `bench-process-${randomUUID().slice(0, 8)}`;

/** Of each, all at the same time. */
async function idleMemory(subjects: readonly Subject[], idleMs: number): Promise<readonly Memory[]> {
  const processes: NodeProcess[] = [];
  for (const { program } of subjects) processes.push(await startNode(program(newQueue())));
  await sleep(idleMs);
  const memory = processes.map(({ pid }) => ({ resident: residentBytes(pid), own: privateBytes(pid) }));
  await Promise.all(processes.map((each) => each.kill()));
  return memory;
}

/** From the start of the process until it has the task that waits for it, in milliseconds. */
async function startMs(
  { temporal: { client } }: Stack,
  { workflow, args, program }: Subject,
): Promise<number> {
  const queue = newQueue();
  const handle = await client.workflow.start(workflow, {
    taskQueue: queue,
    workflowId: queue,
    args: [...args],
  });
  const spawnedMs = Date.now();
  const started = await startNode(program(queue));
  const takenMs = await firstTaskAt(handle);
  await started.kill();
  await handle.terminate();
  return takenMs - spawnedMs;
}
