import type { DefaultReceiversRequest } from '../../model/notification/delivery.js';
import type { ActivityDeps } from '../base/deps.js';

/** The receivers that this worker's file names by default for a kind of notice; none without a file. */
export const defaultReceivers =
  ({ receivers }: ActivityDeps) =>
  ({ kind }: DefaultReceiversRequest): Promise<string[]> =>
    Promise.resolve(receivers?.defaultsFor(kind) ?? []);
