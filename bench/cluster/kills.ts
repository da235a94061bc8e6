import { setTimeout as sleep } from 'node:timers/promises';
import type { Kill, Killer } from '../../test/backfills/disturb.js';
import type { ChildProgram } from '../../test/faults/child-program.js';
import type { Random } from '../../test/faults/random.js';
import type { Cluster } from './cluster.js';
import type { Host, Service } from './host.js';

/** In turn, so that the first kill and every third one are of a history host. */
const KILLS = [
  'kill a history host',
  'kill the frontend',
  'kill the matching host',
  'kill a history host',
  'kill a worker',
  'kill all history hosts',
] as const satisfies readonly Kill[];

export const killsOf = (count: number): readonly Kill[] =>
  Array.from({ length: count }, (_, nth) => KILLS[nth % KILLS.length] ?? 'kill a history host');

/** A kill as it was. Times are in milliseconds since 1970. */
export interface Killed {
  readonly what: Kill;
  /** Such as `history-2`. */
  readonly names: readonly string[];
  readonly killedMs: number;
  /** When they had been started again. */
  readonly againMs: number;
}

/** What can be killed and started again. */
interface Victim {
  readonly name: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** A host of history is away for long enough that others notice, and take its shards. */
const AWAY_MS = { least: 8000, most: 20_000 };

/** Kills parts of the cluster, and workers; `killed` gets each of them. */
export function killerOf(
  { hosts }: Cluster,
  workers: readonly ChildProgram[],
  killed: (kill: Killed) => void,
): Killer {
  const of = (service: Service): readonly Host[] => hosts.filter((host) => host.service === service);
  const programs = workers.map((worker, nth) => ({
    name: `worker process ${nth + 1}`,
    kill: () => worker.kill(),
    start: () => worker.start(),
  }));
  const victims: Readonly<Record<(typeof KILLS)[number], (random: Random) => readonly Victim[]>> = {
    'kill a history host': (random) => oneOf(of('history'), random),
    'kill all history hosts': () => of('history'),
    'kill the matching host': () => of('matching'),
    'kill the frontend': () => of('frontend'),
    'kill a worker': (random) => oneOf(programs, random),
  };
  return async (what, random) => {
    const chosen = victims[what as (typeof KILLS)[number]](random);
    const killedMs = Date.now();
    await Promise.all(chosen.map((victim) => victim.kill()));
    await sleep(random.int(AWAY_MS.least, AWAY_MS.most));
    await Promise.all(chosen.map((victim) => victim.start()));
    killed({ what, names: chosen.map(({ name }) => name), killedMs, againMs: Date.now() });
  };
}

function oneOf<T>(things: readonly T[], random: Random): readonly T[] {
  const nth = random.int(0, things.length - 1);
  return things.slice(nth, nth + 1);
}
