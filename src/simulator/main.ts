import { argumentsToOptions, UsageError } from './arguments.js';
import { runSimulator } from './server.js';

try {
  await runSimulator(argumentsToOptions(process.argv.slice(2)));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`simulator: ${message}\n`);
  process.exitCode = error instanceof UsageError || error instanceof RangeError ? 2 : 1;
}
