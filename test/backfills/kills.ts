import { setTimeout as sleep } from 'node:timers/promises';
import type { BackfillStack } from './backfill-stack.js';
import type { Killer } from './disturb.js';

const KILLS = ['kill a worker', 'kill all workers', 'kill the server'] as const;
type Kill = (typeof KILLS)[number];

/** So many kills, each kind in turn, so that none is missing. */
export const killsOf = (count: number): readonly Kill[] =>
  Array.from({ length: count }, (_, nth) => KILLS[nth % KILLS.length] ?? 'kill a worker');

/** Kills parts of a stack. */
export const killerOf =
  ({ workers, server }: BackfillStack): Killer =>
  async (what, random) => {
    if (what === 'kill the server') {
      await server.kill();
      await sleep(random.int(0, 5000));
      return server.restart();
    }
    const first = random.int(0, workers.length - 1);
    const killed = what === 'kill a worker' ? workers.slice(first, first + 1) : workers;
    await Promise.all(killed.map((worker) => worker.kill()));
    await sleep(random.int(0, 3000));
    await Promise.all(killed.map((worker) => worker.start()));
  };
