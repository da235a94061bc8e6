import { CommanderError } from 'commander';
import { EXIT } from '../model/temporal/exit-codes.js';
import { explainUsage, inFlags } from './cli/explain-usage.js';
import { buildProgram } from './cli/program.js';
import type { CliContext } from './base/context.js';
import { explainError } from './base/explain-error.js';
import type { OutputOptions } from './base/output.js';
import { reportError } from './base/report-error.js';

/** Runs one command line (without the program's name) and returns the exit code. Never throws. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const outcome = { exitCode: EXIT.success as number };
  const program = buildProgram(context, outcome);
  try {
    await program.parseAsync(args, { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.success;
    // Without a command its help has been shown, which says enough.
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT.usage;
    const explained =
      error instanceof CommanderError
        ? explainUsage(error, program, args)
        : inFlags(explainError(error), program, args);
    reportError(explained, context, outputOptionsOf(args));
    return explained.exitCode;
  }
}

// The command may have failed before its flags were read as a whole.
function outputOptionsOf(args: readonly string[]): OutputOptions {
  const output = valueOf(args, '-o', '--output');
  const color = valueOf(args, '--color');
  return {
    ...(output === undefined ? {} : { output }),
    ...(color === 'always' || color === 'never' ? { color } : {}),
    debug: args.includes('--debug'),
  };
}

function valueOf(args: readonly string[], ...flags: string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    for (const flag of flags) {
      if (arg === flag) return args[index + 1];
      if (arg.startsWith(`${flag}=`)) return arg.slice(flag.length + 1);
    }
  }
  return undefined;
}
