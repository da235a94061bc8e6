import type { Notice } from '../../src/model/notification/notice.js';
import type { Receivers, SendAnswer } from '../../src/model/notification/receivers.js';

/** Receivers that keep what they are sent, and answer as told. */
export interface KeptReceivers extends Receivers {
  sent: { to: string; notice: Notice }[];
  /** By receiver, in turn; the last answer stays. What is not here takes everything. */
  answers: Record<string, SendAnswer[]>;
  defaults: string[];
  asked: number;
}

export function keptReceivers(names: readonly string[]): KeptReceivers {
  const kept: KeptReceivers = {
    sent: [],
    answers: {},
    defaults: [],
    asked: 0,
    defaultsFor: () => {
      kept.asked += 1;
      return kept.defaults;
    },
    channelOf: (name) => (names.includes(name) ? 'webhook' : null),
    send: (to, notice) => {
      kept.sent.push({ to, notice });
      const turns = kept.answers[to] ?? [];
      const answer = turns.length > 1 ? turns.shift() : turns[0];
      return Promise.resolve(answer ?? { kind: 'taken', answer: 'HTTP 200' });
    },
  };
  return kept;
}
