import { EXIT } from '../../model/temporal/exit-codes.js';
import { Interrupts } from '../watch/interrupts.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

/**
 * Resolves at the first signal that asks to stop, or when the parent of a child with a channel has died; a second one
 * ends the process at once.
 */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    new Interrupts(resolve, EXIT.interrupted, SIGNALS);
    process.once('disconnect', () => resolve('SIGHUP'));
  });
}
