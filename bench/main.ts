import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { bundleBareWorkflows } from './bare/bundle.js';
import { parseOptions, USAGE, type Options } from './options.js';
import type { Result } from './report/figure.js';
import { renderReport } from './report/report.js';
import { renderTable } from './report/table.js';
import { factsOf } from './report/facts.js';
import { SCENARIOS } from './scenarios/index.js';

const say = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function measure(options: Options, bareBundle: string): Promise<readonly Result[]> {
  const { only } = options;
  const chosen = SCENARIOS.filter(({ name, isSlow = false }) =>
    only === null ? !(isSlow && options.isQuick) : only.some((part) => name.includes(part)),
  );
  if (chosen.length === 0)
    throw new RangeError(`--only must be part of one of ${SCENARIOS.map(({ name }) => name).join(', ')}`);
  const results: Result[] = [];
  for (const scenario of chosen) {
    const { name, title } = scenario;
    say(`${name}: ${title}`);
    results.push({ scenario: name, title, ...(await scenario.run({ options, bareBundle, say })) });
  }
  return results;
}

async function main(options: Options): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-bench-'));
  try {
    const bareBundle = join(folder, 'bare.js');
    await bundleBareWorkflows(bareBundle);
    const facts = factsOf(process.argv.slice(2));
    const results = await measure(options, bareBundle);
    process.stdout.write(
      options.isJson ? `${JSON.stringify({ facts, results }, null, 2)}\n` : renderTable(results),
    );
    if (options.report !== null) await writeFile(options.report, renderReport(results, facts));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Every child is killed when this process ends, by whatever way.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  await main(parseOptions(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  const isUsage = error instanceof RangeError || error instanceof TypeError;
  // With its causes: a workflow's failure says why only there.
  process.stderr.write(`${inspect(error)}\n`);
  if (isUsage) process.stderr.write(`\n${USAGE}`);
  process.exit(isUsage ? 2 : 1);
}
