import type { Random } from '../random.js';
import type { Script, Shape } from './kind.js';

/** Long enough that nothing but a cancel ends it within a trial: a run that was left behind is then seen to be active. */
const UNTIL_CANCELLED_SECONDS = 3600;

// Said in full: several tasks score the same experiments, and by itself the second would find nothing left to do.
const COMPLETED = { outcome: 'completed', successes: 5 } as const;

/** How a run goes that is not itself what is tried: short, with every kind of end; endless where a cancel is to come. */
export function ordinaryRun(random: Random, cancel: boolean): Script['run'] {
  if (cancel) return { runSeconds: UNTIL_CANCELLED_SECONDS, provisionSeconds: 1 };
  const runSeconds = random.int(1, 3);
  return {
    runSeconds,
    ...random.pick<Script['run']>([
      COMPLETED,
      COMPLETED,
      COMPLETED,
      { ...COMPLETED, errors: 2, skipped: 1 },
      { outcome: 'failed' },
      { outcome: 'empty' },
      { outcome: 'nothing-to-do' },
      { outcome: 'cancelled' },
    ]),
  };
}

/** A run that ends well, so that what comes after it goes on. */
export const goodRun = (random: Random, cancel: boolean): Script['run'] =>
  cancel
    ? { runSeconds: UNTIL_CANCELLED_SECONDS, provisionSeconds: 1 }
    : { runSeconds: random.int(1, 2), ...COMPLETED };

export const singleShape = (random: Random): Shape =>
  random.pick(['window', 'window', 'dataset', 'experiment']);
