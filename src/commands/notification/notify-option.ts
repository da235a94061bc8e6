import { InvalidArgumentError } from 'commander';
import { suggestion } from '../../model/base/near-name.js';
import { NOTICE_KINDS } from '../../model/notification/notice.js';
import type { NoticeKind } from '../../model/notification/notice.js';
import { RECEIVER_NAME } from '../../model/notification/notify-rules.js';
import type { NotifyRule } from '../../model/notification/notify-rules.js';

/** `--notify`, which may be repeated, or `--no-notify`. */
export interface NotifyOption {
  /** False: nobody is told. Absent: as the file says, or the workers' default. */
  notify?: NotifyRule[] | false;
}

/** The rules that were given; undefined: none were. */
export const rulesGiven = ({ notify }: NotifyOption): NotifyRule[] | undefined =>
  notify === false ? [] : notify;

/** Reads `team` or `team:failed,recovered`, and adds it to the rules before it. */
export function collectRule(text: string, before: NotifyRule[] | false | undefined): NotifyRule[] {
  const [to = '', kinds, ...rest] = text.split(':');
  // A URL has a colon too: it is no receiver, and may hold a secret.
  if (!RECEIVER_NAME.test(to) || rest.length > 0 || kinds?.startsWith('//') === true)
    throw new InvalidArgumentError(
      'Expected the name of a receiver, or a name with kinds like team:failed,recovered.',
    );
  const rule =
    kinds === undefined ? { to } : { to, on: kinds.split(',').map((kind) => readKind(kind.trim())) };
  return [...(before === undefined || before === false ? [] : before), rule];
}

function readKind(text: string): NoticeKind {
  const kind = NOTICE_KINDS.find((each) => each === text);
  if (kind !== undefined) return kind;
  const near = suggestion(text, NOTICE_KINDS) || `; expected one of ${NOTICE_KINDS.join(', ')}`;
  throw new InvalidArgumentError(`There is no kind ${JSON.stringify(text)}${near}`);
}
