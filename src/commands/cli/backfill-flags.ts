import { Option } from 'commander';
import type { Command } from 'commander';
import { DEADLINE_POLICIES } from '../../model/api/policies.js';
import { parseChoice, parseCount, parseDuration, parsePercent, parseSeconds } from '../input/parse-values.js';
import { maxErrorShare, onAmbiguous, pollInterval, settle, withSpace } from './shared-flags.js';

const REPROCESS = ['missing', 'failed', 'late', 'all'] as const;
const LATE = ['late'] as const;
const ORDERS = ['oldest', 'newest'] as const;

/** What a backfill is planned from. */
export const withBackfillPlan = (command: Command): Command =>
  withRuns(withSafety(withSelection(withSpace(withRange(command)))));

const flagsOf =
  (group: string) =>
  (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup(group);

function withRange(command: Command): Command {
  const add = flagsOf('Range:');
  return command
    .addOption(add('--task <name-or-id>', 'task to run; it must evaluate a project'))
    .addOption(add('--start <time>', 'start of the range: 2026-11-01, or 2026-11-01T00:00:00Z'))
    .addOption(add('--end <time>', 'end of the range, exclusive: like --start, or now-2h'))

    .addOption(add('--window <window>', 'range in one word, such as yesterday or last-week'))
    .addOption(add('--slice <length>', 'length of each window by the calendar: 15m, 6h, 1d, 1w, 1mo'))
    .addOption(add('--time-zone <name>', 'time zone of the calendar (default: UTC)'));
}

function withSelection(command: Command): Command {
  const add = flagsOf('Windows to run:');
  return command
    .addOption(
      add(
        '--missing [late]',
        'only time that coverage does not show as evaluated (default); late: only windows in which spans arrived after their run',
      ).argParser(parseChoice(LATE)),
    )
    .addOption(
      add('--reprocess <which>', 'which windows to run: missing (default), failed, late, or all')
        .argParser(parseChoice(REPROCESS))
        .conflicts('missing'),
    )
    .addOption(
      add('--override', 'run every window and re-evaluate spans that already have labels').conflicts([
        'missing',
        'reprocess',
      ]),
    )
    .addOption(add('--any-version', 'also count runs with other evaluators or other versions'))
    .addOption(add('--no-sync', 'do not check the service for newer runs first'))
    .addOption(
      add(
        '--measure-requests <n>',
        'requests that may count spans for the plan, 500 in each; beyond it a sample is counted (default: 100)',
      ).argParser(parseCount),
    )
    .addOption(
      add('--no-measure', 'do not count spans: estimate from earlier runs').conflicts('measureRequests'),
    )
    .addOption(add('--no-verify', 'do not compare a sample of the windows with their spans at the end'));
}

function withSafety(command: Command): Command {
  const add = flagsOf('Limits:');
  return command
    .addOption(add('--concurrency <n>', 'maximum number of runs at once (default: 10)').argParser(parseCount))
    .addOption(
      add('--order <order>', 'windows to run first: oldest or newest (default: oldest)').argParser(
        parseChoice(ORDERS),
      ),
    )
    .addOption(
      add('--canary <n>', 'run N windows first; continue only if they succeed').argParser(parseCount),
    )
    .addOption(
      add('--pause-at-failures <share>', 'pause when this share of windows has failed, such as 20%')
        .argParser(parsePercent)
        .conflicts('stopAtFailures'),
    )
    .addOption(
      add('--stop-at-failures <share>', 'stop permanently when this share of windows has failed').argParser(
        parsePercent,
      ),
    )
    .addOption(add('--max-runs <n>', 'pause before triggering more than N runs').argParser(parseCount))
    .addOption(
      add('--max-spans-in-all <n>', 'pause before evaluating more than N spans in total').argParser(
        parseCount,
      ),
    );
}

function withRuns(command: Command): Command {
  const group = 'Each run:';
  const add = flagsOf(group);
  return command
    .addOption(
      add('--max-spans <n>', 'maximum number of spans to process (default: 10000)').argParser(parseCount),
    )
    .addOption(
      add('--min-slice <d>', 'split truncated windows down to this length (default: 5m)').argParser(
        parseDuration,
      ),
    )
    .addOption(
      add('--attempts <n>', 'maximum number of triggers for a window that fails (default: 1)').argParser(
        parseCount,
      ),
    )
    .addOption(pollInterval().helpGroup(group))
    .addOption(
      add('--timeout <s>', 'maximum time to wait: seconds, or 30m, 2h (default: no limit)').argParser(
        parseSeconds,
      ),
    )
    .addOption(
      add(
        '--on-timeout <policy>',
        'what to do with the run at the timeout: cancel, detach or extend (default: cancel)',
      ).argParser(parseChoice(DEADLINE_POLICIES)),
    )
    .addOption(maxErrorShare().helpGroup(group))
    .addOption(onAmbiguous().helpGroup(group))
    .addOption(settle().helpGroup(group));
}
