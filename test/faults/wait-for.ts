import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 25;

/** Waits until something holds, at most `limitMs`; says whether it does. */
export async function waitFor(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<boolean> {
  const endMs = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() >= endMs) return false;
    await sleep(LOOK_AGAIN_MS);
  }
  return true;
}
