import { Option } from 'commander';
import type { Command } from 'commander';

const GROUP = 'Connection (more: ax-tasks help connection):';

type Flag = readonly [flags: string, description: string];

const USUAL: readonly Flag[] = [
  ['--address <host:port>', 'Temporal service (env: TEMPORAL_ADDRESS)'],
  ['--namespace <name>', 'Temporal namespace (env: TEMPORAL_NAMESPACE)'],
  ['--profile <name>', 'profile in temporal.toml (env: TEMPORAL_PROFILE)'],
  ['--task-queue <name>', 'task queue of the worker (env: AX_TASKS_TASK_QUEUE)'],
];

/** Left out of the help of a command; `help connection` shows them. */
const SELDOM: readonly Flag[] = [
  ['--api-key <key>', 'Temporal API key (prefer TEMPORAL_API_KEY)'],
  ['--tls', 'connect with TLS'],
  ['--no-tls', 'connect without TLS'],
  ['--tls-cert-path <file>', 'client certificate, as a file'],
  ['--tls-cert-data <pem>', 'client certificate, as PEM text'],
  ['--tls-key-path <file>', 'private key of the client certificate, as a file'],
  ['--tls-key-data <pem>', 'private key of the client certificate, as PEM text'],
  ['--tls-ca-path <file>', 'CA certificate of the server, as a file'],
  ['--tls-ca-data <pem>', 'CA certificate of the server, as PEM text'],
  ['--tls-server-name <name>', 'server name to expect in the certificate'],
  ['--config-file <file>', 'temporal.toml to read profiles from'],
  ['--fairness-key <text>', 'whose share of the task queue it takes (env: AX_TASKS_FAIRNESS_KEY)'],
  ['--ui-address <url>', 'Temporal UI, for links (env: TEMPORAL_UI_ADDRESS)'],
];

/** How a command reaches Temporal: the flags of the `temporal` CLI, but for its `-n`, which is `--name` here. */
export function withConnection(command: Command): Command {
  for (const [flags, description] of USUAL)
    command.addOption(new Option(flags, description).helpGroup(GROUP));
  // `--no-tls` would otherwise make `--tls` the default.
  for (const [flags, description] of SELDOM)
    command.addOption(new Option(flags, description).default(undefined).hideHelp());
  return command;
}

export const connectionHelp =
  (): string => `How ax-tasks finds Temporal: by flags, then by environment variables, then by
a profile in temporal.toml. Flags and variables are those of the temporal CLI.

${[...USUAL, ...SELDOM].map(([flags, description]) => `  ${flags.padEnd(26)}${description}`).join('\n')}
`;
