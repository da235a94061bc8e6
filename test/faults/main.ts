import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readToolPaths } from '../../src/config/tool-paths.js';
import { ensureServer } from '../../src/temporal/ensure-server.js';
import { CANARY_KEY, countKey } from './canary.js';
import { describeFailure } from './describe-failure.js';
import { isFailure } from './is-failure.js';
import { KINDS } from './kinds/index.js';
import { describeMachine } from './machine.js';
import { parseOptions, USAGE, type Options } from './options.js';
import { planTrials, type TrialPlan } from './plan-trials.js';
import { renderReport } from './report.js';
import { plansForBaselines, runBaselines } from './run-baselines.js';
import { runProduct } from './run-product.js';
import { Service } from './service.js';
import type { TrialResult } from './trial-result.js';

/** For each baseline. */
const BASELINE_TRIALS = 300;
const PROGRESS_MS = 15_000;

function plansFor({ trials, seed, only, trial }: Options): readonly TrialPlan[] {
  const kinds = KINDS.filter(({ name }) => only === null || name.includes(only));
  if (kinds.length === 0) throw new RangeError(`no kind of trial has ${JSON.stringify(only)} in its name`);
  const plans = planTrials(seed, Math.max(trials, trial ?? 0), kinds);
  return trial === null ? plans : plans.filter(({ number }) => number === trial);
}

async function runTrials(options: Options, folder: string): Promise<readonly TrialResult[]> {
  const plans = plansFor(options);
  const executable = await ensureServer('temporal-cli', {
    paths: readToolPaths(process.env),
    env: process.env,
    report: (line) => process.stderr.write(`${line}\n`),
  });
  const service = await Service.start(CANARY_KEY, options.seed);
  const results: TrialResult[] = [];
  const onResult = (result: TrialResult): void => {
    results.push(result);
    if (isFailure(result)) process.stdout.write(`${describeFailure(options, result)}\n`);
  };
  const progress = setInterval(() => {
    process.stderr.write(`${results.length} trials are over\n`);
  }, PROGRESS_MS);
  try {
    await runProduct(plans, { executable, folder, service, onResult });
    if (options.baselines) {
      await runBaselines(plansForBaselines(plans, BASELINE_TRIALS), { folder, service, onResult });
    }
  } finally {
    clearInterval(progress);
    await service.simulator.close();
  }
  return results;
}

async function main(options: Options): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-faults-'));
  const startedAtMs = Date.now();
  const results = await runTrials(options, folder);
  const keysFound = await countKey(folder, JSON.stringify(results));
  const report = renderReport(results, {
    date: new Date(startedAtMs).toISOString(),
    seed: options.seed,
    command: `npm run faults -- ${process.argv.slice(2).join(' ')}`.trim(),
    machine: describeMachine(),
    lastedMs: Date.now() - startedAtMs,
    keysFound,
  });
  process.stdout.write(report);
  if (options.report !== null) await writeFile(options.report, report);
  return conclude(results.filter(isFailure), keysFound, folder);
}

/** The exit code. What failed can be looked into; everything else is removed. */
async function conclude(failed: readonly TrialResult[], keysFound: number, folder: string): Promise<number> {
  if (failed.length === 0 && keysFound === 0) {
    await rm(folder, { recursive: true, force: true });
    return 0;
  }
  await writeFile(join(folder, 'failed-trials.json'), JSON.stringify(failed, null, 1));
  process.stdout.write(
    `\n${failed.length} failed; logs, databases and failed-trials.json are in ${folder}\n`,
  );
  return 1;
}

// Every child is killed when this process ends, by whatever way.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  process.exit(await main(parseOptions(process.argv.slice(2))));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
}
