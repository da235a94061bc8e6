import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/**
 * Loaded into every thread of a worker under measurement: SIGUSR2 collects the garbage of all of them, so that the
 * memory that is left is in use.
 */
const channel = new BroadcastChannel('collect-garbage');
channel.onmessage = () => globalThis.gc();
channel.unref();
if (isMainThread) {
  process.on('SIGUSR2', () => {
    globalThis.gc();
    channel.postMessage(null);
  });
}
