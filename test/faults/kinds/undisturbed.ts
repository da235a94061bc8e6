import type { Kind } from './kind.js';
import { ordinaryRun, singleShape } from './ordinary-run.js';

/** What everything else is compared with. */
export const UNDISTURBED: readonly Kind[] = [
  {
    name: 'undisturbed',
    family: 'undisturbed',
    lane: 'answers',
    cancels: 'both',
    script: (random, cancel) => ({
      shape: singleShape(random),
      run: ordinaryRun(random, cancel),
      point: cancel
        ? {
            by: 'simulator',
            target: random.pick(['task', 'fence', 'trigger', 'look']),
            at: 'after-effect',
            trouble: {},
          }
        : null,
    }),
  },
];
