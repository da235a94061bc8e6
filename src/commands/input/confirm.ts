import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { CliContext } from '../base/context.js';
import { CliError, usageError } from '../base/cli-error.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { cleanText } from '../../terminal/text/text.js';

/** Refuses a command that needs a confirmation if standard input is not a terminal, before anything starts. */
export function requireTerminal({ force = false }: { force?: boolean }, { stdin }: CliContext): void {
  if (force || stdin.isTTY) return;
  throw usageError(
    'This command asks for confirmation, but standard input is not a terminal.',
    'Pass --force to skip the confirmation.',
  );
}

/** Asks before something that cannot be undone; without a terminal to ask on it refuses. */
export async function confirm(
  question: string,
  { force = false }: { force?: boolean },
  context: CliContext,
): Promise<void> {
  if (force) return;
  requireTerminal({}, context);
  const prompt = createInterface({ input: context.stdin, output: context.stderr });
  // Ctrl-C and Ctrl-D end the prompt, the one with an error: no answer is a no.
  const closed = once(prompt, 'close').then(() => 'no');
  const asked = prompt.question(`${cleanText(question)} [y/N] `).catch(() => 'no');
  const answer = await Promise.race([asked, closed]);
  prompt.close();
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new CliError('Not confirmed: nothing was changed.', {
    exitCode: EXIT.cancelled,
    code: 'NotConfirmed',
  });
}
