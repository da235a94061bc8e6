import type { SecretRef } from '../model/notification/receiver.js';
import type { Notice } from '../model/notification/notice.js';
import type { NoticeText } from '../model/notification/notice-text.js';
import type { SendAnswer } from '../model/notification/receivers.js';

/** How receivers are reached, and where their secrets come from. */
export interface Surroundings {
  /** Reads a secret anew; the problem has no part of it. */
  readSecret: (ref: SecretRef) => { secret: string } | { problem: string };
  /** The proxy to a URL; null: none. */
  proxyFor: (url: URL) => string | null;
  /** PEM certificates to trust in addition to the system's. */
  ca?: string;
  /** How long an attempt may take, in milliseconds; 30 s when absent, which is below the 45 s of an activity. */
  withinMs?: number;
}

/** What is sent, in the words of the receiver. */
export interface Message {
  notice: Notice;
  text: NoticeText;
}

/** Sends a message once by one channel. */
export type Outlet = (message: Message) => Promise<SendAnswer>;

export const unavailable = (why: string, retryAfterMs: number | null = null): SendAnswer => ({
  kind: 'unavailable',
  why,
  retryAfterMs,
});

/** What keeps a message from being sent until a secret is put right: that may happen while it is tried again. */
export const misconfigured = (why: string): SendAnswer => unavailable(why);
