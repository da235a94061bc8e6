import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../src/activities/index.js';
import type { Activities } from '../../src/activities/index.js';
import { AxClient } from '../../src/ax/index.js';
import type { SpanQuestion } from '../../src/model/quality/span-question.js';
import type { WindowQuality } from '../../src/model/quality/window-quality.js';
import { describeMachine } from '../faults/machine.js';

/**
 * `npm run spans`: what it costs to read the spans of a window, against a simulator in a process of its own. The table of
 * docs/design/quality.md is made this way.
 */
const PROJECT = 'quiet-project';
const [startMs, endMs] = [Date.parse('2026-11-01T00:00:00Z'), Date.parse('2026-11-02T00:00:00Z')];
const NAMES = Array.from({ length: 10 }, (_, at) => `evaluation-${at}`);
const HALF = { labels: { good: 0.5, bad: 0.5 }, scores: { mean: 0.5, deviation: 0.1 } };

interface Case {
  title: string;
  spans: Record<string, unknown>;
  evaluations: string[];
  maxRequests: number;
}

const spread = { start_time: '2026-11-01T00:00:00Z', end_time: '2026-11-02T00:00:00Z' };
const evaluations = (names: string[]) => names.map((name) => ({ name, ...HALF }));

const ofRelevance = (title: string, spans: Record<string, unknown>, maxRequests = 10_000): Case => ({
  ...{ title, maxRequests, evaluations: ['relevance'] },
  spans: { ...spans, evaluations: evaluations(['relevance']) },
});

const CASES: Case[] = [
  ofRelevance('10,000 spans', { count: 10_000, ...spread }),
  ofRelevance('50,000 spans', { count: 50_000, ...spread }),
  ofRelevance('1,000,000 spans', { count: 1_000_000, ...spread }),
  ofRelevance('1,000,000 spans of one millisecond', { count: 1_000_000, start_time: spread.start_time }),
  ofRelevance('1,000,000 spans within 200 requests', { count: 1_000_000, ...spread }, 200),
  {
    ...{ title: '50,000 spans with ten evaluations', evaluations: NAMES, maxRequests: 10_000 },
    spans: { count: 50_000, ...spread, evaluations: evaluations(NAMES) },
  },
];

/** A simulator that `npm run build` built, and how to stop it. */
async function startService() {
  const child = spawn(process.execPath, ['dist/simulator/main.js'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { ...(JSON.parse(line) as { baseUrl: string; apiKey: string }), stop: () => child.kill() };
}

async function script(baseUrl: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${baseUrl}/__simulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** Reads a question once, and watches what it takes. */
async function measure(activities: Activities, question: SpanQuestion) {
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  let [heartbeat, memory] = [0, 0];
  environment.on('heartbeat', (details: unknown) => {
    heartbeat = Math.max(heartbeat, JSON.stringify(details).length);
    memory = Math.max(memory, process.memoryUsage.rss());
  });
  const before = process.memoryUsage.rss();
  const quality = await environment.run<[SpanQuestion], WindowQuality, Activities['readQuality']>(
    activities.readQuality,
    question,
  );
  return { quality, heartbeat, memory: Math.max(0, memory - before), answer: JSON.stringify(quality).length };
}

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

function row(
  title: string,
  { quality, heartbeat, memory, answer }: Awaited<ReturnType<typeof measure>>,
): string {
  const {
    reading,
    spans,
    evaluations: [first],
  } = quality;
  const error =
    first?.meanError === null || first === undefined ? '' : ` ± ${first.meanError.toPrecision(2)}`;
  const cells = [
    title,
    `${reading.requests}`,
    `${spans} (${reading.how})`,
    `${first?.mean?.toFixed(4) ?? '-'}${error}`,
    kB(heartbeat),
    kB(answer),
    `${Math.round(memory / 2 ** 20)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

async function main(): Promise<void> {
  const service = await startService();
  const { baseUrl, apiKey } = service;
  const ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
  const activities = createActivities({ ax });
  const { id: projectId } = await ax.resolveProject({ project: PROJECT, space: 'research' });
  console.log(`${new Date().toISOString().slice(0, 10)}, ${describeMachine()}\n`);
  console.log('| window | requests | spans read | mean | heartbeat | answer | memory |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const { title, spans, evaluations: names, maxRequests } of CASES) {
    await script(baseUrl, 'reset', {});
    await script(baseUrl, 'spans', { project: PROJECT, generate: spans });
    const question = { projectId, startMs, endMs, filter: null, evaluations: names, annotations: [] };
    const rest = { pairs: [], groupBy: null, taskId: null, runIds: [], maxRequests };
    console.log(row(title, await measure(activities, { ...question, ...rest })));
  }
  await ax.close();
  service.stop();
}

await main();
