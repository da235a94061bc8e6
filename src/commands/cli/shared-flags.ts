import { Option } from 'commander';
import type { Command } from 'commander';
import {
  AMBIGUITY_POLICIES,
  DEADLINE_POLICIES,
  STALLED_POLICIES,
  NAME_TAKEN_POLICIES,
} from '../../model/api/policies.js';
import { collectRule } from '../notification/notify-option.js';
import { COLOR_MODES } from '../../terminal/style.js';
import {
  parseChoice,
  parseCount,
  parseLimit,
  parseOutput,
  parsePollInterval,
  parseStalledAfter,
  parseSeconds,
  parseShare,
} from '../input/parse-values.js';

/** The group of `--help` too. */
export const COMMON = 'Common options:';
const WAITING = 'Waiting:';
const REPORTS = 'Reports (see also: ax-tasks workflow report):';

const FORMATS = ['table', 'json', 'csv'] as const;
/** The formats of a command that serves something until it is stopped. */
const SERVING_FORMATS = ['table', 'json'] as const;

/** How a command prints; `more` are formats of its own. */
export const withOutput = (command: Command, more: readonly string[] = []): Command =>
  withFormats(command, [...FORMATS, ...more]);

/** How a command prints that serves something until it is stopped, so that it has no rows. */
export const withServingOutput = (command: Command): Command => withFormats(command, SERVING_FORMATS);

function withFormats(command: Command, formats: readonly string[]): Command {
  const endings = formats.includes('csv') ? '.json or .csv' : '.json';
  return command
    .addOption(
      new Option('-o, --output <format>', `${formats.join(', ')}, or a file that ends in ${endings}`)
        .argParser(parseOutput(formats))
        .default('table', 'table')
        .helpGroup(COMMON),
    )
    .addOption(
      new Option('--color <when>', 'use color: auto, always or never')
        .argParser(parseChoice(COLOR_MODES))
        .default('auto', 'auto')
        .helpGroup(COMMON),
    )
    .addOption(new Option('--debug', 'show the stack of an error').helpGroup(COMMON));
}

/** Reports of a command that may end with a result. */
export function withReports(command: Command): Command {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).conflicts('detach').helpGroup(REPORTS);
  return command
    .addOption(add('--junit <file>', 'also write the result as JUnit XML'))
    .addOption(add('--html <file>', 'also write the result as an HTML page'))
    .addOption(
      add(
        '--summary <file>',
        'also write the result as Markdown, or none (default: the job summary in GitHub Actions)',
      ),
    );
}

export const withSpace = (command: Command): Command =>
  command.option('-s, --space <name-or-id>', 'space in which names are looked up (env: ARIZE_SPACE)');

export const withPages = (command: Command): Command =>
  command
    .option('-l, --limit <n>', 'maximum number of results, 1 to 100 (default: 15)', parseLimit)
    .option('-c, --cursor <cursor>', 'pagination cursor for the next page')
    .addOption(new Option('--all', 'fetch all pages').conflicts('limit'));

const WORKFLOW_STATUSES = ['RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED', 'TIMED_OUT'] as const;

/** Which workflows a list has. */
export const withWorkflowFilter = (command: Command): Command =>
  command
    .option(
      '--status <status>',
      'only this status: running, completed, failed, cancelled, terminated or timed_out',
      parseChoice(WORKFLOW_STATUSES),
    )
    .option('-l, --limit <n>', 'maximum number of results (default: 15)', parseCount)
    .addOption(new Option('--all', 'show all results').conflicts('limit'));

export function withWait(command: Command): Command {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup(WAITING);
  command
    .addOption(pollInterval().helpGroup(WAITING))
    .addOption(
      add('--timeout <s>', 'maximum time to wait: seconds, or 30m, 2h (default: no limit)').argParser(
        parseSeconds,
      ),
    )
    .addOption(
      add(
        '--on-timeout <policy>',
        'what to do with the run at the timeout: detach, cancel or extend (default: detach)',
      ).argParser(parseChoice(DEADLINE_POLICIES)),
    )
    .addOption(
      add(
        '--stalled-after <s>',
        'time without progress after which a run is stalled: seconds, or 10m (default: 30m)',
      ).argParser(parseStalledAfter),
    )
    .addOption(
      add(
        '--on-stalled <policy>',
        'what to do about a stalled run: alarm (report it) or fail (cancel it) (default: alarm)',
      ).argParser(parseChoice(STALLED_POLICIES)),
    )
    .addOption(maxErrorShare().helpGroup(WAITING))
    .addOption(add('--allow-empty', 'succeed if the run finds nothing to evaluate'));
  return withInterrupt(command);
}

export const pollInterval = (): Option =>
  new Option('--poll-interval <s>', 'time between polls: seconds, or 30s, 2m (default: adaptive)').argParser(
    parsePollInterval,
  );

export const maxErrorShare = (): Option =>
  new Option(
    '--max-error-share <n>',
    'share of errors up to which a run succeeds, 0 to 1 (default: 0)',
  ).argParser(parseShare);

export const onAmbiguous = (): Option =>
  new Option(
    '--on-ambiguous <policy>',
    'if a trigger gets no answer and no run appears: retry or fail (default: retry)',
  ).argParser(parseChoice(AMBIGUITY_POLICIES));

export const onNameTaken = (): Option =>
  new Option(
    '--on-name-taken <policy>',
    'if an experiment of this name exists: fail, or reuse it and run nothing (default: fail)',
  ).argParser(parseChoice(NAME_TAKEN_POLICIES));

export const shareDataset = (): Option =>
  new Option(
    '--share-dataset',
    'run beside other experiments of the dataset (default: wait until their runs have ended)',
  );

export const settle = (): Option =>
  new Option('--settle <s>', 'time until a new run is certain to be listed (default: 15s)').argParser(
    parseSeconds,
  );

export const withInterrupt = (command: Command): Command =>
  command.addOption(
    new Option('--cancel-on-interrupt', 'cancel on Ctrl-C (default: stop watching)').helpGroup(WAITING),
  );

export const withForce = (command: Command): Command =>
  command.option('-f, --force', 'skip the confirmation prompt');

/** How a workflow is started. */
export const withStart = (command: Command): Command =>
  command
    .option('--key <text>', 'start another one beside an identical one, identified by this key')
    .option('-d, --detach', 'return as soon as it has started');

/** Who is told of what becomes of it. */
export const withNotify = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--notify <receiver[:kinds]>',
        'notify this receiver, such as team or team:failed,recovered; may be repeated',
      ).argParser(collectRule),
    )
    .addOption(new Option('--no-notify', 'notify nobody').default(undefined));

/** Who asks for a change of what runs, and why. */
export const withRecord = (command: Command): Command =>
  command
    .option('--reason <text>', 'reason to record')
    .option('--by <name>', 'name to record (default: your user name)');

/** How a cancel is asked for, and how long its end is awaited. */
export const withCancel = (command: Command): Command =>
  withForce(command)
    .option(
      '--timeout <s>',
      'maximum time to wait for the end: seconds, or 30s, 2m (default: no limit)',
      parseSeconds,
    )
    .addOption(new Option('--no-wait', 'return without waiting for the end'));

/** Adds a value to the values of a flag that may be repeated. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];
