import { Argument } from 'commander';
import type { Command } from 'commander';
import { complete } from '../completion/complete.js';
import { linesFor, SCRIPTS, SHELLS } from '../completion/shells.js';
import type { Shell } from '../completion/shells.js';
import type { CliContext } from '../base/context.js';
import { withHelp } from './help-text.js';

const DETAILS = `  bash: echo 'source <(ax-tasks completion bash)' >> ~/.bashrc
  zsh:  echo 'source <(ax-tasks completion zsh)' >> ~/.zshrc   # after compinit
  fish: ax-tasks completion fish > ~/.config/fish/completions/ax-tasks.fish`;

/** `completion SHELL`: the script that a shell sources; with words after `--`, what can complete the last one. */
export function addCompletion(program: Command, context: CliContext): void {
  withHelp(program.command('completion'), {
    summary: 'Print a script that completes commands and flags in your shell',
    details: DETAILS,
    examples: ['bash'],
  })
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addArgument(new Argument('[words...]', 'words to complete, for the script itself'))
    .action((shell: Shell, words: string[]) => {
      const text = words.length === 0 ? SCRIPTS[shell] : linesOf(program, shell, words);
      context.stdout.write(text);
    });
}

const linesOf = (program: Command, shell: Shell, words: readonly string[]): string =>
  linesFor(shell, complete(program, words))
    .map((line) => `${line}\n`)
    .join('');
