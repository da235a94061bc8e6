import { CancellationScope, condition, defineSignal, setHandler, sleep } from '@temporalio/workflow';
import type { NoticeSketch } from '../../../src/model/notification/notice-of.js';
import type { NotifyRule } from '../../../src/model/notification/notify-rules.js';
import { notify } from '../../../src/workflows/notification/notify.js';

export * from '../../../src/workflows/index.js';

/** Tells at once and ends, as a workflow that has just failed does. */
export async function tell(rules: NotifyRule[] | null, sketches: NoticeSketch[]): Promise<string> {
  await Promise.all(sketches.map((sketch) => notify(rules ?? undefined, sketch)));
  return 'ended';
}

/** Tells once it is cancelled, in the cancelled scope. */
export async function tellWhenCancelled(rules: NotifyRule[] | null, sketch: NoticeSketch): Promise<string> {
  try {
    await sleep('1 day');
  } catch {
    await notify(rules ?? undefined, sketch);
  }
  return String(CancellationScope.current().consideredCancelled);
}

/** Tells, and then waits for a signal: an execution to reset. */
export async function tellAndWait(sketch: NoticeSketch): Promise<string> {
  let isOver = false;
  setHandler(defineSignal('end'), () => {
    isOver = true;
  });
  await notify([{ to: 'ops' }], sketch);
  await condition(() => isOver);
  return 'ended';
}
