import type { CliContext } from '../base/context.js';
import { runInForeground } from './run-in-foreground.js';

/** Runs the simulator in the foreground; its process reads its own flags. */
export const simulator = ({ env }: CliContext, _options: object, ...args: string[]): Promise<number> =>
  runInForeground('simulator/main', args, env);
