import { Option } from 'commander';
import type { Command } from 'commander';
import { DEADLINE_POLICIES } from '../../model/api/policies.js';
import { COLOR_MODES } from '../../terminal/style.js';
import {
  parseChoice,
  parseLimit,
  parsePollInterval,
  parseSeconds,
  parseShare,
} from '../input/parse-values.js';

const CONNECTION = 'Connection (more: ax-tasks help connection):';
const OUTPUT = 'Output:';
const WAITING = 'Waiting:';
const REPORTS = 'Reports (more: ax-tasks report --help):';

/** How a command prints; `formats` are its own beside text and JSON. */
export function withOutput(command: Command, formats: readonly string[] = []): Command {
  const all = ['text', 'json', ...formats].join(', ');
  return command
    .addOption(
      new Option('-o, --output <format>', `${all}, or a file that ends in .json`)
        .default('text')
        .helpGroup(OUTPUT),
    )
    .addOption(
      new Option('--color <when>', 'when to use colours')
        .choices(COLOR_MODES)
        .default('auto')
        .helpGroup(OUTPUT),
    )
    .addOption(new Option('--debug', 'show where an error comes from').helpGroup(OUTPUT));
}

/** Reports of a command that may end with a result. */
export function withReports(command: Command): Command {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).conflicts('detach').helpGroup(REPORTS);
  return command
    .addOption(add('--junit <file>', 'write the result as JUnit XML too'))
    .addOption(add('--html <file>', 'write the result as a page too'))
    .addOption(
      add('--summary <file>', 'write it as Markdown too, or none (default: the job’s, in GitHub Actions)'),
    );
}

/** Flags of the connection that few need: they are read, and `help connection` explains them. */
const SELDOM: readonly (readonly [flags: string, description: string])[] = [
  ['--api-key <key>', 'API key for Temporal (better: TEMPORAL_API_KEY)'],
  ['--tls', 'connect with TLS'],
  ['--no-tls', 'connect without TLS'],
  ['--tls-cert-path <file>', 'client certificate'],
  ['--tls-cert-data <pem>', 'client certificate, itself'],
  ['--tls-key-path <file>', 'key of the client certificate'],
  ['--tls-key-data <pem>', 'key of the client certificate, itself'],
  ['--tls-ca-path <file>', 'certificate of the server’s authority'],
  ['--tls-ca-data <pem>', 'certificate of the server’s authority, itself'],
  ['--tls-server-name <name>', 'name to expect in the server’s certificate'],
  ['--config-file <file>', 'temporal.toml to read profiles from'],
  ['--ui-address <url>', 'Temporal’s web interface, for links (TEMPORAL_UI_ADDRESS)'],
];

/** How a command reaches Temporal: the flags of the `temporal` CLI. A command with a flag `-n` of its own keeps it. */
export function withConnection(command: Command, { hasShortNamespace = true } = {}): Command {
  const namespace = hasShortNamespace ? '-n, --namespace <name>' : '--namespace <name>';
  command
    .addOption(
      new Option('--address <host:port>', 'Temporal service (TEMPORAL_ADDRESS)').helpGroup(CONNECTION),
    )
    .addOption(new Option(namespace, 'Temporal namespace (TEMPORAL_NAMESPACE)').helpGroup(CONNECTION))
    .addOption(
      new Option('--profile <name>', 'profile of temporal.toml (TEMPORAL_PROFILE)').helpGroup(CONNECTION),
    )
    .addOption(
      new Option('--task-queue <name>', 'queue of the worker (AX_TASKS_TASK_QUEUE)').helpGroup(CONNECTION),
    );
  // `--no-tls` would otherwise make `--tls` the default.
  for (const [flags, description] of SELDOM)
    command.addOption(new Option(flags, description).default(undefined).hideHelp());
  return command;
}

export const connectionFlags = (): readonly (readonly [string, string])[] => SELDOM;

export const withSpace = (command: Command): Command =>
  command.option('-s, --space <name-or-id>', 'space in which names are looked up (ARIZE_SPACE)');

export const withPages = (command: Command): Command =>
  command
    .option('--limit <n>', 'at most so many, 1 to 100 (default: 15)', parseLimit)
    .option('--cursor <cursor>', 'go on where the last page ended')
    .addOption(new Option('--all', 'follow the pages to the end').conflicts('limit'));

/** `defaults` says what happens without the flags, which differs between commands. */
export function withWait(command: Command, { hasTolerance = true } = {}): Command {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup(WAITING);
  command
    .addOption(
      add('--poll-interval <s>', 'seconds between looks, or 30s, 2m (default: adapts)').argParser(
        parsePollInterval,
      ),
    )
    .addOption(
      add('--timeout <s>', 'give up after seconds, or 30m, 2h (default: never)').argParser(parseSeconds),
    )
    .addOption(
      add(
        '--on-timeout <policy>',
        'then what becomes of the run: detach (default), cancel or extend',
      ).argParser(parseChoice(DEADLINE_POLICIES)),
    );
  if (hasTolerance) {
    command
      .addOption(
        add('--max-error-share <n>', 'share of errors that is still good, 0 to 1 (default: 0)').argParser(
          parseShare,
        ),
      )
      .addOption(add('--allow-empty', 'finding nothing to evaluate is good'));
  }
  return withInterrupt(command);
}

export const withInterrupt = (command: Command): Command =>
  command.addOption(
    new Option('--cancel-on-interrupt', 'Ctrl-C cancels, instead of only ending the watch').helpGroup(
      WAITING,
    ),
  );

/** Examples under a command's help. */
export const withExamples = (command: Command, ...lines: string[]): Command =>
  command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ax-tasks ${line}`).join('\n')}`);

/** Who asks something of what runs, and why. */
export const withRecord = (command: Command): Command =>
  command
    .option('--reason <text>', 'why, for the record')
    .option('--by <name>', 'who, for the record (default: your user name)');

/** How a cancel is asked for, and how long its end is waited for. */
export const withCancel = (command: Command): Command =>
  command
    .option('-f, --force', 'do not ask')
    .option('--timeout <s>', 'stop waiting for its end after seconds, or 30s, 2m', parseSeconds)
    .addOption(new Option('--no-wait', 'do not wait for its end'));
