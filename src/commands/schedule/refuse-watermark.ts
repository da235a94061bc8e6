import { usageError } from '../base/usage-error.js';
import type { OurSchedule } from '../../client/schedule/our-schedule.js';

/** What a watermark schedule evaluates does not follow from its times: firing for a former time would evaluate nothing. */
export function refuseWatermark({ name, memo }: OurSchedule, hint: string): void {
  if (memo.definition.window?.mode !== 'watermark') return;
  throw usageError(
    `The schedule ${name} continues from its watermark, so it catches up on missed times by itself.`,
    hint,
  );
}
