import { log } from '@temporalio/activity';
import type { Window } from 'ax-tasks-temporal';

export interface Notice {
  channel: string;
  text: string;
}

/** Tells the people who review; put your chat's client here. What it returns is the step's output `result`. */
export async function notifyReviewers(notice: Notice): Promise<{ told: string }> {
  log.info('reviewers told', { ...notice });
  return { told: notice.channel };
}

/** How many spans have come in for a window: a schedule waits until this no longer grows. Put your own store here. */
export async function countSpans({ window }: { window: Window; task: string }): Promise<number> {
  const { COUNT_URL = 'http://localhost:9000/count' } = process.env;
  const query = new URLSearchParams({ from: window.dataStartTime, to: window.dataEndTime });
  const answer = await fetch(`${COUNT_URL}?${query}`);
  if (!answer.ok) throw new Error(`spans cannot be counted: HTTP ${answer.status}`);
  return Number(await answer.text());
}
