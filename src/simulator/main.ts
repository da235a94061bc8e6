import { argumentsToOptions, UsageError } from './arguments.js';
import { runSimulator } from './server.js';

// Without its first line, nobody learns the port.
process.stdout.once('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`simulator: stdout cannot be written: ${error.code ?? error.message}\n`);
  process.exit(2);
});

try {
  await runSimulator(argumentsToOptions(process.argv.slice(2)));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`simulator: ${message}\n`);
  process.exitCode = error instanceof UsageError || error instanceof RangeError ? 2 : 1;
}
