import type { FiringMemo } from './firing.js';

/** What a firing is doing, for people. */
export function firingText({ phase, window, done, total, seen }: FiringMemo): string {
  const of = window === null ? 'its work' : `the window ${window.dataStartTime} to ${window.dataEndTime}`;
  const ended = total > 1 ? ` (${done} of ${total} windows have ended)` : '';
  switch (phase) {
    case 'preparing':
      return `determines its windows${ended}`;
    case 'settling':
      return `waits until ${of} has settled${ended}: ${seen ?? 'nothing was counted yet'}`;
    case 'running':
      return `runs ${of}${ended}`;
  }
}
