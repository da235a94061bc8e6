import { Option } from 'commander';
import type { Command } from 'commander';
import { parseChoice, parseCount } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { withOutput, withSpace } from './shared-flags.js';
import type { AddVerb } from './verb.js';

/** `coverage TASK`: which of a task's time has been evaluated. */
export function addCoverage(program: Command, addVerb: AddVerb): void {
  const coverage = addVerb(
    program,
    'coverage <task>',
    {
      summary: 'Show which time of a task has been evaluated',
      details: 'Time is evaluated if a successful run covers it with the current evaluators of the task.',
      examples: [
        'Relevance --space prod --start 2026-11-01T00:00:00Z',
        'Relevance --space prod --missing -o json',
        'Relevance --space prod --html coverage.html',
        'Relevance --space prod --window last-week --verify',
      ],
    },
    async () => (await import('../coverage/show-coverage.js')).showCoverage,
  );
  coverage
    .option('--start <time>', 'start of the range (default: first window of a run)')
    .option('--end <time>', 'end of the range (default: now)')
    .option('--window <window>', 'range in one word, such as yesterday or last-week')
    .option('--time-zone <name>', 'time zone of times given and shown (default: UTC)')
    .addOption(
      new Option(
        '--missing [late]',
        'list only the time that is not evaluated; late: only windows in which spans arrived after their run',
      ).argParser(parseChoice(['late'])),
    )
    .option('--verify', 'compare the ledger with the spans, and keep what was found')
    .addOption(
      new Option(
        '--max-requests <n>',
        'with --verify: requests that may read spans, 500 in each; beyond it a sample is compared (default: 400)',
      ).argParser(parseCount),
    )
    .option('--any-version', 'also count runs with other evaluators or other versions')
    .option('--html <file>', 'also write an HTML page with a heat map')
    .option('--export <file>', 'write the ledger entries as JSON (- for standard output)')
    .option('--rebuild', 'read all runs again, not only the new ones')
    .addOption(
      new Option('--no-sync', 'use the ledger only; do not read the list of runs').conflicts('rebuild'),
    );
  withOutput(withConnection(withSpace(coverage)));
}
