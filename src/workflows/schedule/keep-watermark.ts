import { keepWatermarkProblem } from '../../model/schedule/watermark.js';
import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineUpdate,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import {
  ADVANCE_UPDATE,
  advanceProblem,
  WATERMARK_MEMO,
  WATERMARK_QUERY,
} from '../../model/schedule/watermark.js';
import type { AdvanceWatermark, Watermark } from '../../model/schedule/watermark.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { failure } from '../shared/failures.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

/**
 * Keeps until where all of a schedule's time is proven (design/schedule.md). It is moved by an update that is refused where
 * it would leave a hole, and lives until somebody terminates it, continuing as new.
 */
export async function keepWatermark(watermark: Watermark): Promise<never> {
  requireOwn(WORKFLOWS.keepWatermark);
  requireInput(WORKFLOWS.keepWatermark, keepWatermarkProblem(watermark));
  let { provenMs } = watermark;
  setHandler(defineQuery<Watermark>(WATERMARK_QUERY), () => ({ provenMs }));
  setHandler(
    defineUpdate<Watermark, [AdvanceWatermark]>(ADVANCE_UPDATE),
    ({ interval }) => {
      if (interval.endMs > provenMs) {
        provenMs = interval.endMs;
        upsertMemo({ [WATERMARK_MEMO]: { provenMs } satisfies Watermark });
      }
      return { provenMs };
    },
    {
      validator: (request: AdvanceWatermark) => {
        const problem = advanceProblem(provenMs, request);
        if (problem !== null) throw failure('InvalidInput', problem);
      },
    },
  );
  await condition(() => workflowInfo().continueAsNewSuggested && allHandlersFinished());
  return continueAsNew<typeof keepWatermark>({ provenMs });
}
