import { setCurrentDetails, upsertMemo, workflowInfo } from '@temporalio/workflow';
import { fanOutDetails, fanOutMemo } from '../../model/fan-out/fan-out-rows.js';
import { FAN_OUT_MEMO } from '../../model/pipeline/pipeline-memo.js';
import { isBusy } from './fan-out-state.js';
import type { FanOutState } from './fan-out-state.js';

/** While many items run, the memo is not written for each of them. */
const CALM_MS = 1000;

/** Writes the fan-out's progress to the memo if it has changed, for observers; what is not due yet when a timer rings. */
export function publisher(state: FanOutState): () => void {
  let publishedMs = 0;
  return () => {
    const { items, running, results, timer } = state;
    const memo = fanOutMemo(items.length, running.size, [...results.values()]);
    if (JSON.stringify(workflowInfo().memo?.[FAN_OUT_MEMO]) === JSON.stringify(memo)) return;
    const dueMs = publishedMs + CALM_MS;
    if (isBusy(state) && dueMs > Date.now()) return timer.at(dueMs);
    upsertMemo({ [FAN_OUT_MEMO]: memo });
    setCurrentDetails(fanOutDetails(memo));
    publishedMs = Date.now();
  };
}
