import { Option } from 'commander';
import type { Command } from 'commander';
import { AMBIGUITY_POLICIES, DEADLINE_POLICIES } from '../../model/api/policies.js';
import type { Reprocess } from '../../model/coverage/coverage.js';
import {
  parseChoice,
  parseCount,
  parseDuration,
  parsePercent,
  parsePollInterval,
  parseSeconds,
  parseShare,
} from '../input/parse-values.js';
import { withSpace } from './shared-flags.js';

const REPROCESS: readonly Reprocess[] = ['missing', 'failed', 'all'];
const ORDERS = ['oldest', 'newest'] as const;

const flagsOf =
  (group: string) =>
  (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup(group);

/** What a backfill is planned from. */
export const withBackfillPlan = (command: Command): Command =>
  withRuns(withSafety(withSelection(withSpace(withRange(command)))));

function withRange(command: Command): Command {
  const add = flagsOf('What:');
  return command
    .addOption(add('--task <name-or-id>', 'a task that evaluates a project'))
    .addOption(add('--start <time>', '2026-11-01T00:00:00Z, or 2026-11-01 in the time zone'))
    .addOption(add('--end <time>', 'the same, or now-2h; itself left out'))
    .addOption(add('--slice <length>', 'of each window, by the calendar: 15m, 6h, 1d, 1w, 1mo'))
    .addOption(add('--time-zone <name>', 'of the calendar (default: UTC)'));
}

function withSelection(command: Command): Command {
  const add = flagsOf('Which windows:');
  return command
    .addOption(add('--missing', 'what coverage does not prove (this is the default)'))
    .addOption(
      add('--reprocess <which>', 'missing, failed (only what was run in vain), or all')
        .argParser(parseChoice(REPROCESS))
        .conflicts('missing'),
    )
    .addOption(
      add('--override', 'everything, and evaluate again what has labels').conflicts(['missing', 'reprocess']),
    )
    .addOption(add('--any-version', 'what other evaluators, or versions of them, did counts too'))
    .addOption(add('--no-sync', 'do not look first whether the service has newer runs'));
}

function withSafety(command: Command): Command {
  const add = flagsOf('Care:');
  return command
    .addOption(add('--limit <n>', 'runs at once, at most (default: 10)').argParser(parseCount))
    .addOption(
      add('--order <order>', 'oldest (default) or newest windows first').argParser(parseChoice(ORDERS)),
    )
    .addOption(
      add('--canary <n>', 'run so many first; only if they end well, the others').argParser(parseCount),
    )
    .addOption(
      add('--pause-at-failures <share>', 'pause when so many did not end well: 20%')
        .argParser(parsePercent)
        .conflicts('stopAtFailures'),
    )
    .addOption(
      add('--stop-at-failures <share>', 'begin nothing more for good at that share').argParser(parsePercent),
    )
    .addOption(add('--max-runs <n>', 'pause before it triggers more runs').argParser(parseCount))
    .addOption(
      add('--max-spans-in-all <n>', 'pause before it may evaluate more spans').argParser(parseCount),
    );
}

function withRuns(command: Command): Command {
  const add = flagsOf('Each run:');
  return command
    .addOption(add('--max-spans <n>', 'at most so many spans (default: 10000)').argParser(parseCount))
    .addOption(
      add('--min-slice <d>', 'truncated windows are split, down to this length (default: 5m)').argParser(
        parseDuration,
      ),
    )
    .addOption(
      add('--attempts <n>', 'trigger a window that failed so often, at most (default: 1)').argParser(
        parseCount,
      ),
    )
    .addOption(
      add('--poll-interval <s>', 'seconds between looks, or 30s, 2m (default: adapts)').argParser(
        parsePollInterval,
      ),
    )
    .addOption(
      add('--timeout <s>', 'give up after seconds, or 30m, 2h (default: never)').argParser(parseSeconds),
    )
    .addOption(
      add('--on-timeout <policy>', 'then cancel it (default), detach or extend').argParser(
        parseChoice(DEADLINE_POLICIES),
      ),
    )
    .addOption(
      add('--max-error-share <n>', 'share of errors that is still good, 0 to 1 (default: 0)').argParser(
        parseShare,
      ),
    )
    .addOption(
      add(
        '--on-ambiguous <policy>',
        'where no run shows up after a lost answer: retry (default) or fail',
      ).argParser(parseChoice(AMBIGUITY_POLICIES)),
    )
    .addOption(
      add('--settle <s>', 'how long a run may take to show up in the list (default: 15s)').argParser(
        parseSeconds,
      ),
    );
}
