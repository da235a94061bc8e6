import { setTimeout as sleep } from 'node:timers/promises';
import { OfficialWaits } from '../official/official-waits.js';
import { cpuMs } from '../stack/process-usage.js';
import type { Stack } from '../stack/stack.js';
import { delaysOf, endRuns, untilEnded } from '../work/waits.js';
import type { Bench } from './scenario.js';
import { steady, type Steady } from './steady.js';
import { triggerStuckRuns } from './stuck-runs.js';

const END_LIMIT_MS = 60_000;

export interface Official extends Steady {
  readonly delays: readonly number[];
}

/** The same waits with the official client: measured for half of that time, and ended within the other. */
export async function measureOfficial(
  stack: Stack,
  { options: { sizes } }: Bench,
  { pollIntervalMs, ms }: { pollIntervalMs: number; ms: number },
): Promise<Official> {
  const { runIds } = await triggerStuckRuns(stack.service, sizes.waits, sizes.tasks);
  const official = await OfficialWaits.start(stack.service);
  try {
    official.wait({ runIds, pollIntervalMs });
    await sleep(pollIntervalMs);
    const measured = await steady(stack, () => cpuMs(official.pid), ms / 2);
    await endRuns(stack.service, runIds, ms / 2);
    const ends = await untilEnded(runIds, () => official.ends, END_LIMIT_MS);
    return { ...measured, delays: delaysOf((await stack.service.journal()).runs, runIds, ends) };
  } finally {
    await official.stop();
  }
}
