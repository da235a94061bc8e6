import { expect, test } from 'vitest';
import { wakeOn } from '../../src/commands/watch/wake.js';

const HOUR_MS = 3_600_000;
const { signal } = new AbortController();

test('news that came before a pause cuts it short', async () => {
  const news = Promise.resolve();
  const wake = wakeOn(news);
  await news;
  await expect(wake.pause(HOUR_MS, signal)).resolves.toBeUndefined();
});

test('news cuts only one pause short, whether it is good or bad', async () => {
  const wake = wakeOn(Promise.reject(new Error('no connection')));
  await wake.pause(HOUR_MS, signal);
  const abort = new AbortController();
  const next = wake.pause(HOUR_MS, abort.signal).then(() => 'over');
  await expect(Promise.race([next, Promise.resolve('pausing')])).resolves.toBe('pausing');
  abort.abort();
  await expect(next).resolves.toBe('over');
});
