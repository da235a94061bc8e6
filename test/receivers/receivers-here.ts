import { createReceivers } from '../../src/receivers/create-receivers.js';
import type { Surroundings } from '../../src/receivers/outlet.js';
import type { ChannelSettings, Receiver } from '../../src/model/notification/receiver.js';
import type { Receivers } from '../../src/model/notification/receivers.js';

/** A receiver `ops` whose secrets are in `secrets`, as variables. */
export const receiversHere = (
  receiver: ChannelSettings & Pick<Receiver, 'title' | 'text'>,
  secrets: Record<string, string>,
  more: Partial<Surroundings> = {},
): Receivers =>
  createReceivers(
    { receivers: { ops: receiver }, default: [], temporalUi: 'https://temporal.example' },
    {
      readSecret: (ref) => {
        const secret = 'env' in ref ? secrets[ref.env] : undefined;
        return secret === undefined ? { problem: 'it is not there' } : { secret };
      },
      proxyFor: () => null,
      ...more,
    },
  );
