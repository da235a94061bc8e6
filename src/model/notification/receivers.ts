import type { Notice, NoticeKind } from './notice.js';

/** What a worker knows of where notices go. */
export interface Receivers {
  /** The names of those that are told of a kind, unless a file says otherwise. */
  defaultsFor: (kind: NoticeKind) => string[];
  /** The channel of a receiver, such as `slack`; null: this worker knows no such receiver. */
  channelOf: (name: string) => string | null;
  /** Sends a notice once. Never throws: what went wrong is in the answer. */
  send: (name: string, notice: Notice) => Promise<SendAnswer>;
}

/** How an attempt to send ended. `why` has no secret and nothing of a receiver's URL but its host. */
export type SendAnswer =
  | { kind: 'taken'; answer: string }
  /** The same attempt may succeed later; null: the receiver did not say when. */
  | { kind: 'unavailable'; why: string; retryAfterMs: number | null }
  | { kind: 'refused'; why: string };
