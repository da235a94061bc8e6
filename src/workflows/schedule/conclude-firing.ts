import { ApplicationFailure } from '@temporalio/common';
import { setCurrentDetails, upsertMemo } from '@temporalio/workflow';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { RESULT_MEMO } from '../../model/temporal/memos.js';
import { firingDetails } from '../../model/schedule/firing.js';
import { firingNotice } from '../../model/schedule/firing-notices.js';
import type { FiringResult } from '../../model/schedule/firing.js';
import type { Verdict } from '../../model/run/verdict.js';
import { worstVerdict } from '../../model/run/verdict.js';
import { toUtc } from '../../model/time/window.js';
import { completeOrCancel } from '../shared/complete-or-cancel.js';
import { setSearchAttributes } from '../shared/set-search-attributes.js';
import type { Firing } from './firing.js';
import { isCancelled } from './is-cancelled.js';
import { reportFiring } from '../shared/report.js';

const FIRING_FAILED: FailureType = 'FiringFailed';

/** Ends a firing with its result; one that did not end well fails, since `pauseOnFailure` goes by that. */
export async function concludeFiring(firing: Firing): Promise<FiringResult> {
  const result = resultOf(firing);
  const wasCancelled = isCancelled();
  reportFiring(result, firing.input, firing);
  setSearchAttributes(firing.input, { verdict: result.verdict });
  setCurrentDetails(firingDetails(result.windows, result.verdict, result.note ?? ''));
  firing.teller.tell(firingNotice(result, firing.failedAt));
  await firing.teller.told();
  if (wasCancelled || result.verdict === 'good') return completeOrCancel(result, wasCancelled);
  upsertMemo({ [RESULT_MEMO]: result });
  throw ApplicationFailure.create({
    type: FIRING_FAILED,
    message: messageOf(result),
    nonRetryable: true,
    details: [result],
  });
}

function resultOf(firing: Firing): FiringResult {
  const { input, nominalMs, windows, provenMs, notes, problem } = firing;
  const said = [...(problem === null ? [] : [problem]), ...notes];
  return {
    schedule: input.schedule,
    nominalAt: toUtc(nominalMs),
    verdict: verdictOf(firing),
    windows,
    watermark: provenMs === null ? null : toUtc(provenMs),
    note: said.length === 0 ? null : said.join('; '),
  };
}

function verdictOf({ windows, problem }: Firing): Verdict {
  if (isCancelled()) return 'cancelled';
  return worstVerdict([
    ...windows.map(({ verdict }) => verdict),
    ...(problem === null ? [] : ['failed' as const]),
  ]);
}

function messageOf({ schedule, nominalAt, windows, note }: FiringResult): string {
  const bad = windows.filter(({ verdict }) => verdict !== 'good');
  const [first] = bad;
  const why =
    first === undefined
      ? (note ?? '')
      : `${first.window?.dataStartTime ?? 'its run'}: ${first.reason ?? first.outcome?.kind ?? first.verdict}`;
  const howMany = bad.length > 1 ? ` (and ${bad.length - 1} more)` : '';
  return `the firing of schedule ${schedule} at ${nominalAt} did not end well: ${why}${howMany}`;
}
