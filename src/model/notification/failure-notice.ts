import { factsOf } from './facts.js';
import type { NoticeSketch } from './notice-of.js';

/** A failure that ended a workflow; `type` is null if it has none. */
export interface EndingFailure {
  type: string | null;
  message: string;
}

/** What is told of a workflow that ended without a result. `what` is the subject at the beginning of a sentence. */
export const failureNotice = (
  subject: NoticeSketch['subject'],
  what: string,
  { type, message }: EndingFailure,
): NoticeSketch => ({
  kind: 'failed',
  subject,
  title: `${what} failed`,
  evidence: factsOf(['failure', type], ['reason', message]),
});
