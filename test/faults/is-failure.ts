import { isBad } from './is-bad.js';
import type { TrialResult } from './trial-result.js';

/** Whether a trial went wrong that should not have: of the product, and not beyond the limits that it names. */
export const isFailure = ({ plan, subject, judgement }: TrialResult): boolean =>
  subject === 'product' && plan.kind.residual === undefined && isBad(judgement);
