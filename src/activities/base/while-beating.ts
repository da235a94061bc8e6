import { heartbeat } from '@temporalio/activity';

const BEAT_MS = 3000;

/** Heartbeats for as long as some work takes: a worker that dies in it is noticed by the heartbeat timeout. */
export async function whileBeating<T>(details: () => unknown, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => heartbeat(details()), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
