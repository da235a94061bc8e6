import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readToolPaths } from '../../src/config/tool-paths.js';
import { ensureServer } from '../../src/temporal/ensure-server.js';
import { countKey } from '../faults/canary.js';
import { describeMachine } from '../faults/machine.js';
import { startBackfillStack, type BackfillStack } from './backfill-stack.js';
import { killerOf, killsOf } from './kills.js';
import { measureHalts, measureRequests } from './measure.js';
import { parseOptions, USAGE, type Options } from './options.js';
import { faultsOf, prove, type Proof } from './prove.js';
import { renderReport, type Measures } from './report.js';
import { bareWorkflowsPerMinute } from './yardstick.js';

const END_LIMIT_MS = 60 * 60_000;
/** In flight, and how many windows: some rounds of each. */
const SIZES = [
  { inFlight: 1, windows: 30 },
  { inFlight: 10, windows: 200 },
  { inFlight: 100, windows: 1000 },
];
const HALTED = [
  { inFlight: 10, windows: 90 },
  { inFlight: 100, windows: 900 },
];
const BARE = { count: 1000, atOnce: 100 };

const say = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function measure(stack: BackfillStack): Promise<Measures> {
  const requests = [];
  for (const { inFlight, windows } of SIZES) {
    say(`${windows} windows, ${inFlight} at once`);
    requests.push(await measureRequests(stack, windows, inFlight));
  }
  const halts = [];
  for (const { inFlight, windows } of HALTED) {
    say(`pause and cancel, ${inFlight} at once`);
    halts.push(...(await measureHalts(stack, windows, inFlight)));
  }
  const perMinute = await bareWorkflowsPerMinute(stack.client, BARE.count, BARE.atOnce);
  return { requests, halts, bare: { atOnce: BARE.atOnce, perMinute } };
}

async function run(options: Options, folder: string): Promise<{ measures: Measures | null; proof: Proof }> {
  const executable = await ensureServer('temporal-cli', {
    paths: readToolPaths(process.env),
    env: process.env,
    report: say,
  });
  const stack = await startBackfillStack({ ...options, executable, folder });
  try {
    const measures = options.measures ? await measure(stack) : null;
    say(`${options.windows} windows, ${options.limit} at once, ${options.kills} kills`);
    return {
      measures,
      proof: await prove(stack, {
        ...options,
        kills: killsOf(options.kills),
        kill: killerOf(stack),
        endLimitMs: END_LIMIT_MS,
        say,
      }),
    };
  } finally {
    await stack.close();
  }
}

async function main(options: Options): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-backfills-'));
  const date = new Date().toISOString();
  const { measures, proof } = await run(options, folder);
  const keysFound = await countKey(folder, JSON.stringify(proof));
  const command = `npm run backfills -- ${process.argv.slice(2).join(' ')}`.trim();
  const report = renderReport(proof, measures, {
    ...options,
    date,
    command,
    machine: describeMachine(),
    keysFound,
  });
  process.stdout.write(report);
  if (options.report !== null) await writeFile(options.report, report);
  const halts = (measures?.halts ?? []).filter(({ wrong }) => wrong > 0);
  const faults = [
    ...faultsOf(proof, options.windows),
    ...halts.map(({ order, inFlight }) => `a ${order} at ${inFlight} in flight let runs begin`),
  ];
  return conclude(faults, keysFound, folder);
}

/** The exit code. What failed can be looked into; everything else is removed. */
async function conclude(faults: readonly string[], keysFound: number, folder: string): Promise<number> {
  if (faults.length === 0 && keysFound === 0) {
    await rm(folder, { recursive: true, force: true });
    return 0;
  }
  process.stdout.write(`\nIt failed: ${faults.join('; ')}. Logs and database are in ${folder}\n`);
  return 1;
}

// Every child is killed when this process ends, by whatever way.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  process.exit(await main(parseOptions(process.argv.slice(2))));
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n\n${USAGE}`,
  );
  process.exit(2);
}
