import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/**
 * Loaded into every thread of a worker under measurement: any message to its process collects the garbage of all of
 * them, so that the memory that is left is in use. (Temporal's runtime takes the signals that are free for users.)
 */
const channel = new BroadcastChannel('collect-garbage');
channel.onmessage = () => globalThis.gc();
channel.unref();
if (isMainThread) {
  process.on('message', () => {
    globalThis.gc();
    channel.postMessage(null);
  });
}
