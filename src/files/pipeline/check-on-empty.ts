import { EMPTY_CAUSES } from '../../model/run/outcome.js';
import type { Finding } from '../document/finding.js';
import { isRecord, membersAmong } from '../document/loose-step.js';
import type { PlacedStep } from './step-graph.js';

const BY_CAUSE = [...EMPTY_CAUSES, 'otherwise'];
const OF_RETRY = ['attempts', 'then'];

/** Checks that a mapping of `onEmpty` is either a retry for any cause, or names causes. */
export function checkOnEmpty({ step: { onEmpty } }: PlacedStep): Finding[] {
  if (!isRecord(onEmpty)) return [];
  const [cause] = membersAmong(onEmpty, BY_CAUSE);
  const isRetry = onEmpty['retryAfter'] !== undefined;
  const key = (member: string, message: string): Finding => ({
    path: ['onEmpty', member],
    at: 'key',
    message,
  });
  if (isRetry && cause !== undefined)
    return [key(cause, 'cannot be combined with retryAfter: write `retryAfter` as the action of a cause')];
  if (isRetry) return [];
  const strange = membersAmong(onEmpty, OF_RETRY).map((member) =>
    key(member, 'has no effect without retryAfter'),
  );
  if (cause !== undefined || strange.length > 0) return strange;
  const message = `names nothing, expected retryAfter, or one of ${BY_CAUSE.join(', ')}`;
  return [{ path: ['onEmpty'], at: 'key', message }];
}
