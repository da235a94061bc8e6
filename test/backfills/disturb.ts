import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, type Random } from '../faults/random.js';
import { waitFor } from '../faults/wait-for.js';
import type { LiveBackfill } from './live-backfill.js';

/** What is killed by SIGKILL and started again, such as `kill a worker`. */
export type Kill = `kill ${string}`;
export type Disturbance = Kill | 'resize' | 'pause';

/** Something that happens once this share of the windows was begun. */
export interface Moment {
  readonly share: number;
  readonly what: Disturbance;
}

/** From when to when things happen, in shares of the windows: at the very end there is little left to hurt. */
const [EARLIEST, LATEST] = [0.02, 0.95];
const BEGIN_LIMIT_MS = 30 * 60_000;
const DRAIN_LIMIT_MS = 180_000;

/** The kills at the times of a seed, and between them two resizes and a pause. */
export function planMoments(seed: number, kills: readonly Kill[]): readonly Moment[] {
  const random = createRandom(seed);
  const killed = kills.map((what): Moment => {
    return { share: EARLIEST + random.next() * (LATEST - EARLIEST), what };
  });
  const ordered: Moment[] = [
    { share: 0.25, what: 'resize' },
    { share: 0.5, what: 'pause' },
    { share: 0.75, what: 'resize' },
  ];
  return [...killed, ...ordered].sort((one, other) => one.share - other.share);
}

/** Kills one and starts it again; resolves once it runs again. */
export type Killer = (what: Kill, random: Random) => Promise<void>;

/** Lets everything happen to the backfill that is to happen, one after the other; `say` hears of it. */
export async function disturb(
  kill: Killer,
  backfill: LiveBackfill,
  moments: readonly Moment[],
  { limit, seed, say }: { limit: number; seed: number; say: (line: string) => void },
): Promise<void> {
  const random = createRandom(seed + 1);
  let isSmall = false;
  for (const { share, what } of moments) {
    await backfill.untilBegun(Math.ceil(share * backfill.windows.length), BEGIN_LIMIT_MS);
    if (backfill.isOver) return;
    say(`${backfill.runs().length} runs: ${what}`);
    if (what === 'pause') await pauseUntilDrained(backfill);
    else if (what === 'resize') {
      isSmall = !isSmall;
      await backfill.resize(isSmall ? Math.ceil(limit / 2) : limit);
    } else await kill(what, random);
  }
}

/** The service then shows no run under way, and what begins until `resume` is counted by the judge. */
async function pauseUntilDrained(backfill: LiveBackfill): Promise<void> {
  await backfill.pause();
  const isDrained = (): boolean => backfill.runs().every(({ finishedAt }) => finishedAt !== null);
  if (!(await waitFor(() => sleep(200).then(isDrained), DRAIN_LIMIT_MS)))
    throw new Error('runs went on for three minutes after the pause');
  await backfill.resume();
}
