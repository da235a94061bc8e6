import { Option } from 'commander';
import type { Command } from 'commander';
import { parseSeconds } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import { collect, withForce, withOutput, withSpace } from './shared-flags.js';
import type { AddVerb } from './verb.js';

/** `sweep`: runs that are still in progress and that no workflow waits for. */
export function addSweep(program: Command, addVerb: AddVerb): void {
  const sweep = addVerb(
    program,
    'sweep',
    {
      summary: 'Find orphans: runs in progress that no workflow waits for',
      details: 'Only runs made with the API key of the worker are considered.',
      examples: ['sweep --space prod', 'sweep --cancel', 'sweep --adopt --every 1h'],
    },
    async () => (await import('../sweep/sweep.js')).sweep,
  );
  sweep
    .option('--task <task>', 'only runs of this task; may be repeated (default: all tasks)', collect)
    .option(
      '--grace <s>',
      'time between the two checks of a run: seconds, or 30s, 2m (default: 2m)',
      parseSeconds,
    )
    .addOption(new Option('--adopt', 'wait for orphans in new workflows').conflicts('cancel'))
    .option('--cancel', 'cancel orphans')
    .addOption(new Option('--every <s>', 'sweep on a schedule from now on: 30m, 1h').argParser(parseSeconds))
    .addOption(new Option('--unschedule', 'delete that schedule').conflicts('every'));
  withOutput(withConnection(withSpace(withForce(sweep))));
}
