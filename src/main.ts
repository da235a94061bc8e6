import { runCli } from './commands/run-cli.js';
import type { CliContext } from './commands/base/context.js';
import { watchStreams } from './commands/base/output-file.js';
import { processEnvironment } from './config/environment.js';
import { EXIT } from './model/temporal/exit-codes.js';

/** Runs the command line of this process. */
export async function main(importModule: CliContext['importModule']): Promise<void> {
  const { stdin, stdout, stderr } = process;
  const env = processEnvironment();
  const isOutputLost = watchStreams({ stdout, stderr });
  // A stream may fail after the last line of the command.
  process.once('exit', (code) => {
    if (code === EXIT.success && isOutputLost()) process.exitCode = EXIT.usage;
  });
  process.exitCode = await runCli(process.argv.slice(2), {
    env,
    stdin,
    stdout,
    stderr,
    nowMs: Date.now,
    importModule,
  });
}
