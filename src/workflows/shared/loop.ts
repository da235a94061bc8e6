import { CancellationScope, allHandlersFinished, condition } from '@temporalio/workflow';

/** What the main loop of a workflow needs of the workflow's state. */
export interface LoopState {
  /** Whatever changes the state sets it, which wakes the loop. */
  hasNews: boolean;
  isCancelled: boolean;
  /** All work has ended: the state changes no more. */
  isConcluding: boolean;
}

/** How {@link LoopState} begins. */
export const newLoopState = (): LoopState => ({ hasNews: true, isCancelled: false, isConcluding: false });

/** A workflow that starts work and waits for news of it until all work is over. */
export interface Loop<Result> {
  state: LoopState;
  /** Starts what can start now and reports. Called once, and again after news. It may continue as new. */
  round: () => void | Promise<void>;
  isOver: () => boolean;
  /** Another reason to wake than news. */
  wakes?: () => boolean;
  /** Cancels the running work; the loop waits for its end. */
  cancelWork: () => void;
  conclude: () => Result | Promise<Result>;
}

/** Runs a loop to its end. A cancel that comes while it concludes is too late to count. */
export async function runLoop<Result>(loop: Loop<Result>): Promise<Result> {
  const { state } = loop;
  const workflow = CancellationScope.current();
  workflow.cancelRequested.catch(() => cancel(loop));
  if (workflow.consideredCancelled) cancel(loop);
  // The work runs in scopes of its own. A cancel in this scope would only end the wait for it.
  return CancellationScope.nonCancellable(async () => {
    await untilOver(loop);
    state.isConcluding = true;
    const result = await loop.conclude();
    await condition(allHandlersFinished);
    return result;
  });
}

async function untilOver({ state, round, isOver, wakes = () => false }: Loop<unknown>): Promise<void> {
  for (;;) {
    state.hasNews = false;
    await round();
    if (isOver()) return;
    await condition(() => state.hasNews || isOver() || wakes());
  }
}

function cancel({ state, cancelWork }: Loop<unknown>): void {
  if (state.isCancelled || state.isConcluding) return;
  state.isCancelled = true;
  state.hasNews = true;
  cancelWork();
}
