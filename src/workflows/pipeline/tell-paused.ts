import type { ChildWorkflowHandle } from '@temporalio/workflow';
import { pauseItems } from '../fan-out/pause-items.js';
import type { runFanOut } from '../fan-out/run-fan-out.js';

/** Tells a fan-out to start no more items, or to go on. One that has just ended need not know. */
export function tellPaused(fanOut: ChildWorkflowHandle<typeof runFanOut>, isPaused: boolean): void {
  fanOut.signal(pauseItems, isPaused).catch(() => undefined);
}
