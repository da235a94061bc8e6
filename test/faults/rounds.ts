import { setTimeout as sleep } from 'node:timers/promises';
import type { DurableServer } from './durable-server.js';
import type { Direction, TcpProxy } from './tcp-proxy.js';
import { createRandom } from './random.js';
import type { Subject } from './subject.js';
import type { TrialResult } from './trial-result.js';
import type { Trial } from './trial.js';
import { waitFor } from './wait-for.js';

/** The parts of a lane that a round breaks. */
export interface Breakable {
  readonly subject: Subject;
  /** Between the worker and Temporal; null where the subject has none. */
  readonly temporalProxy: TcpProxy | null;
  /** Null where the subject has none. */
  readonly server: DurableServer | null;
}

/** The worker gives up a request after 20 s: those that are held wait no longer than this for the others. */
const GATHER_MS = 15_000;
const DELIVERY_LIMIT_MS = 10_000;

/**
 * Brings all trials of a round to their points; those that do not come there in time go on as they are. A trigger that is
 * held is given up by the worker before long, and other requests are sent and held again: so those come first.
 */
async function bringToPoints(trials: readonly Trial[]): Promise<void> {
  await Promise.all(trials.map((trial) => trial.prepare()));
  await gather(
    trials.filter(({ isHeldInTrigger }) => !isHeldInTrigger),
    Number.POSITIVE_INFINITY,
  );
  await gather(
    trials.filter(({ isHeldInTrigger }) => isHeldInTrigger),
    GATHER_MS,
  );
  await cancelSome(trials, false);
}

/** Starts trials and waits until all are at their points, at most `limitMs` from the first that is. */
async function gather(trials: readonly Trial[], limitMs: number): Promise<void> {
  let firstAtMs: number | null = null;
  const isLate = (): boolean => firstAtMs !== null && Date.now() - firstAtMs > limitMs;
  await Promise.all(
    trials.map(async (trial) => {
      await trial.start();
      await trial.arrive(isLate);
      firstAtMs ??= Date.now();
    }),
  );
}

async function cancelSome(trials: readonly Trial[], afterKill: boolean): Promise<void> {
  const due = trials.filter(({ plan, cancelsAfterKill, cancelsInPoint }) => {
    return plan.cancel && !cancelsInPoint && cancelsAfterKill === afterKill;
  });
  await Promise.all(due.map((trial) => trial.cancel()));
}

const finishAll = (trials: readonly Trial[]): Promise<readonly TrialResult[]> =>
  Promise.all(trials.map((trial) => trial.finish()));

/** One SIGKILL of the subject's program with every trial of the round at its point. */
export async function killSubject(
  trials: readonly Trial[],
  { subject, temporalProxy }: Breakable,
): Promise<readonly TrialResult[]> {
  await bringToPoints(trials);
  await letThrough(trials, 'acknowledged', 'down', temporalProxy);
  await letThrough(trials, 'read', 'up', temporalProxy);
  for (const trial of trials) trial.disturb();
  await subject.kill();
  temporalProxy?.cut();
  temporalProxy?.resume();
  for (const trial of trials) trial.release();
  await cancelSome(trials, true);
  await subject.revive();
  return finishAll(trials);
}

/** Lets held replies go while one direction to Temporal is cut: they are read, or reported, and no more. */
async function letThrough(
  trials: readonly Trial[],
  moment: 'read' | 'acknowledged',
  direction: Direction,
  temporalProxy: TcpProxy | null,
): Promise<void> {
  const due = trials.filter((trial) => trial.script.killMoment === moment && trial.isStopped());
  if (due.length === 0) return;
  temporalProxy?.pause(direction);
  for (const trial of due) trial.release();
  await Promise.all(
    due.map((trial) =>
      waitFor(
        () => (moment === 'read' ? trial.isAnswerDelivered() : trial.isAnswerRecorded()),
        DELIVERY_LIMIT_MS,
      ),
    ),
  );
}

/** One SIGKILL of the Temporal server, which comes back on its file after some seconds. */
export async function killServer(
  trials: readonly Trial[],
  { server }: Breakable,
): Promise<readonly TrialResult[]> {
  const random = createRandom(trials[0]?.plan.seed ?? 0);
  await bringToPoints(trials);
  for (const trial of trials) trial.disturb();
  await server?.kill();
  for (const trial of trials) trial.release();
  await sleep(random.int(0, 8000));
  await server?.restart();
  await cancelSome(trials, true);
  return finishAll(trials);
}

/** The worker and Temporal cut off from each other for 5 to 90 seconds, mostly short. */
export async function cutOff(
  trials: readonly Trial[],
  { temporalProxy }: Breakable,
): Promise<readonly TrialResult[]> {
  const random = createRandom(trials[0]?.plan.seed ?? 0);
  const directions = random.pick<readonly Direction[]>([['up', 'down'], ['up', 'down'], ['up'], ['down']]);
  const lengthMs = random.chance(0.7) ? random.int(5000, 20_000) : random.int(20_000, 90_000);
  await bringToPoints(trials);
  for (const trial of trials) trial.disturb();
  temporalProxy?.pause(...directions);
  for (const trial of trials) trial.release();
  await cancelSome(trials, true);
  await sleep(lengthMs);
  if (random.chance(0.5)) temporalProxy?.cut();
  temporalProxy?.resume();
  return finishAll(trials);
}
