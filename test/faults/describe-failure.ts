import type { Options } from './options.js';
import type { TrialResult } from './trial-result.js';

/** What went wrong with a trial, and the command that runs it again alone. */
export function describeFailure({ seed, only }: Options, { plan, judgement }: TrialResult): string {
  const cancel = plan.cancel ? ', cancelled' : '';
  const among = only === null ? '' : ` --only ${JSON.stringify(only)}`;
  return [
    `FAILED seed ${seed} trial ${plan.number} ${plan.kind.name}${cancel}: ${judgement.notes.join('; ')}`,
    `  again: npm run faults -- --seed ${seed} --trial ${plan.number}${among}`,
  ].join('\n');
}
