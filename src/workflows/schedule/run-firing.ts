import { runFiringProblem } from '../../model/schedule/firing.js';
import { TemporalFailure } from '@temporalio/common';
import { isCancellation } from '@temporalio/workflow';
import type { FiringResult, RunFiringInput } from '../../model/schedule/firing.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { concludeFiring } from './conclude-firing.js';
import { fireNominal } from './fire-nominal.js';
import { openFiring } from './firing.js';
import { followWatermark } from './follow-watermark.js';
import { messageOf } from '../shared/failures.js';
import { requireInput, requireOwn } from '../shared/require-input.js';
import { hearOfStalls } from '../notification/hear-of-stalls.js';
import { tellingOfFiring } from '../notification/telling-of-firing.js';
import { scheduleSubject } from '../../model/schedule/firing-notices.js';
import { measureFiringStart } from '../shared/report.js';

/**
 * What every schedule starts (design/schedule.md): evaluates the windows that follow from its nominal time, one after the
 * other. Cancelling it cancels the active run; the result is then in the memo `result`.
 *
 * Fails as `FiringFailed`, with the {@link FiringResult} in the details and the memo, if the verdict is not good.
 */
export async function runFiring(input: RunFiringInput): Promise<FiringResult> {
  requireOwn(WORKFLOWS.runFiring);
  await tellingOfFiring(input, () => requireInput(WORKFLOWS.runFiring, runFiringProblem(input)));
  const firing = openFiring(input);
  hearOfStalls(firing.teller, scheduleSubject(input.schedule));
  measureFiringStart(input, firing.nominalMs);
  try {
    if (input.window?.mode === 'watermark') await followWatermark(firing, input.window);
    else await fireNominal(firing, input.window);
  } catch (error) {
    // What else is thrown is Temporal's own, such as the end of an execution that continues as new.
    if (!(error instanceof TemporalFailure)) throw error;
    if (!isCancellation(error)) firing.problem = messageOf(error);
  }
  return concludeFiring(firing);
}
