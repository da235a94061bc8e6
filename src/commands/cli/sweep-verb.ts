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
      summary: 'Find active runs that no workflow waits for',
      details:
        'These orphans are left behind by terminated workflows. Only runs that were created with the API key of the worker count.',
      examples: ['--space prod', '--cancel', '--adopt --every 1h'],
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
    .addOption(
      new Option('--every <s>', 'create a schedule that sweeps at this interval: 30m, 1h').argParser(
        parseSeconds,
      ),
    )
    .addOption(new Option('--unschedule', 'delete the schedule of --every').conflicts('every'));
  withOutput(withConnection(withSpace(withForce(sweep))));
}
