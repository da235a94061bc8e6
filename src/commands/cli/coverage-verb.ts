import { Option } from 'commander';
import type { Command } from 'commander';
import { parseTime } from '../input/parse-values.js';
import { withConnection, withExamples, withOutput, withSpace } from './shared-flags.js';
import type { Verb } from './verb.js';

/** Which of a task's time is proven evaluated. */
export function addCoverage(program: Command, verb: Verb): void {
  program.commandsGroup('Schedules, backfills and coverage:');
  const coverage = program
    .command('coverage <task>')
    .description('Show which windows of a task are proven evaluated, by its ledger and its list of runs')
    .option('--start <time>', 'from when on, with zone (default: the first window of a run)', parseTime)
    .option('--end <time>', 'until when, with zone (default: now)', parseTime)
    .option('--time-zone <name>', 'zone of days and times that are shown (default: UTC)')
    .option('--missing', 'only what a backfill would do: a line for each stretch that is not proven')
    .option('--any-version', 'runs of other evaluators, or of other versions, count too')
    .option('--html <file>', 'write a page with a heat map too')
    .option('--export <file>', 'write the entries of the ledger as JSON; - is standard output')
    .option('--rebuild', 'read the whole list of runs again')
    .addOption(
      new Option('--no-sync', 'only what the ledger has; do not read the list of runs').conflicts('rebuild'),
    )
    .action(verb(async () => (await import('../coverage/show-coverage.js')).showCoverage));
  withOutput(withConnection(withSpace(coverage)));
  withExamples(
    coverage,
    'coverage Relevance --space prod --start 2026-11-01T00:00:00Z --time-zone Europe/Berlin',
    'coverage Relevance --space prod --missing -o json',
    'coverage Relevance --space prod --html coverage.html',
  );
}
