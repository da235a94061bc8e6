import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses that something cuts short, once. */
export interface Wake {
  /** Waits for `ms`, or until the news or an abort; not at all if the news came since the last pause. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** Pauses that `news` cuts short, whether it resolves or rejects. */
export function wakeOn(news: Promise<unknown>): Wake {
  const never = new Promise<never>(() => {});
  let awaited = news.then(
    () => true,
    () => true,
  );
  return {
    async pause(ms, signal) {
      if (signal.aborted) return;
      const over = new AbortController();
      const end = (): void => over.abort();
      signal.addEventListener('abort', end, { once: true });
      const slept = sleep(ms, false, { signal: over.signal }).catch(() => false);
      if (await Promise.race([awaited, slept])) awaited = never;
      signal.removeEventListener('abort', end);
      // A timer that is left behind keeps the process.
      over.abort();
    },
  };
}
