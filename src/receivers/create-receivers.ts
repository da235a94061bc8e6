import { noticeText } from '../model/notification/notice-text.js';
import { receiversFor } from '../model/notification/notify-rules.js';
import type { Receiver, ReceiversFile } from '../model/notification/receiver.js';
import type { Receivers } from '../model/notification/receivers.js';
import { ownMember } from '../model/base/objects.js';
import { email } from './email.js';
import { unavailable } from './outlet.js';
import type { Outlet, Surroundings } from './outlet.js';
import { pagerduty } from './pagerduty.js';
import { slack } from './slack.js';
import { teams } from './teams.js';
import { webhook } from './webhook.js';

/** The receivers of a worker's file. Secrets are read when something is sent. */
export function createReceivers(file: ReceiversFile, surroundings: Surroundings): Receivers {
  const receiverOf = (name: string): Receiver | undefined => ownMember(file.receivers, name);
  return {
    defaultsFor: (kind) => receiversFor(file.default, kind),
    channelOf: (name) => receiverOf(name)?.channel ?? null,
    send: async (name, notice) => {
      const receiver = receiverOf(name);
      if (receiver === undefined) return unavailable(`there is no receiver ${JSON.stringify(name)}`);
      const text = noticeText(notice, receiver, file.temporalUi);
      try {
        return await outletOf(receiver, surroundings)({ notice, text });
      } catch (error) {
        // By the name alone: a message may repeat what was sent.
        return unavailable(`it could not be sent (${error instanceof Error ? error.name : 'unknown'})`);
      }
    },
  };
}

function outletOf(receiver: Receiver, surroundings: Surroundings): Outlet {
  switch (receiver.channel) {
    case 'webhook':
      return webhook(receiver.settings, surroundings);
    case 'slack':
      return slack(receiver.settings, surroundings);
    case 'teams':
      return teams(receiver.settings, surroundings);
    case 'email':
      return email(receiver.settings, surroundings);
    case 'pagerduty':
      return pagerduty(receiver.settings, surroundings);
  }
}
