import { failureNotice } from '../../model/notification/failure-notice.js';
import type { RunFiringInput } from '../../model/schedule/firing.js';
import { scheduleSubject } from '../../model/schedule/firing-notices.js';
import { tellingFailures } from './teller.js';

/** Checks the input of a firing; that it is refused is told of. */
export function tellingOfFiring(input: RunFiringInput, check: () => void): Promise<void> {
  const { schedule, notify } = Object(input) as { schedule?: unknown; notify?: unknown };
  const name = typeof schedule === 'string' ? schedule : 'of an unknown name';
  return tellingFailures({
    notify,
    sketchesOf: (ended) => [failureNotice(scheduleSubject(name), `The firing of schedule ${name}`, ended)],
    // eslint-disable-next-line @typescript-eslint/require-await -- what is thrown becomes a rejection
    work: async () => check(),
  });
}
