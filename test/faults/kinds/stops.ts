import type { FaultPoint } from '../../../src/simulator/index.js';
import type { Random } from '../random.js';
import type { Kind, KillMoment, LaneKind, Point, Script, Target } from './kind.js';
import { goodRun, ordinaryRun, singleShape } from './ordinary-run.js';

interface Stop {
  readonly name: string;
  readonly point: (random: Random) => Point;
  readonly killMoment?: KillMoment;
  readonly cancels?: Kind['cancels'];
  readonly shape?: Script['shape'];
  readonly notForBaselines?: string;
}

const LOST = { answer: { kind: 'drop', at: 'before-effect' } } as const;

/** A request held there; where it had no effect yet, chance says whether it still will have one. */
const held =
  (target: Target, at: FaultPoint) =>
  (random: Random): Point => ({
    by: 'simulator',
    target,
    at,
    trouble: at !== 'after-effect' && random.chance(0.5) ? LOST : {},
  });

const cutAt = (cut: 'no-byte' | 'half-request' | 'half-reply') => (): Point => ({ by: 'proxy', cut });

const NO_FENCE = 'it has no fence';
const NO_SERVER = 'it has no Temporal server';

/** The places of the protocol at which something is killed, in their order. */
const STOPS: readonly Stop[] = [
  { name: 'before the fence is recorded', point: held('fence', 'before-effect'), notForBaselines: NO_FENCE },
  { name: 'after the fence, before the POST', point: cutAt('no-byte') },
  { name: 'half the request sent', point: cutAt('half-request') },
  { name: 'request whole and unprocessed', point: held('trigger', 'before-effect') },
  { name: 'run created and no reply', point: held('trigger', 'after-effect') },
  { name: 'half a reply', point: cutAt('half-reply') },
  { name: 'reply read and not reported', point: held('trigger', 'after-effect'), killMoment: 'read' },
  {
    name: 'reported and its acknowledgement lost',
    point: held('trigger', 'after-effect'),
    killMoment: 'acknowledged',
    notForBaselines: NO_SERVER,
  },
  { name: 'in a look', point: held('look', 'before-effect') },
  {
    name: 'between the wait and the chained trigger',
    point: held('next-task', 'before-effect'),
    shape: 'pipeline',
    notForBaselines: 'it has no chains',
  },
  { name: 'in a cancel', point: held('cancel', 'before-effect'), cancels: 'always' },
  { name: 'cancelled and no reply', point: held('cancel', 'after-effect'), cancels: 'always' },
];

const WITHOUT_A_WORKER = new Set(['read', 'acknowledged']);

function kindOf(lane: LaneKind, family: string, stop: Stop): Kind {
  const { name, point, killMoment, shape, notForBaselines } = stop;
  return {
    name: `${family}, ${name}`,
    family,
    lane,
    cancels: stop.cancels ?? 'both',
    ...(notForBaselines === undefined ? {} : { notForBaselines }),
    script: (random, cancel) => ({
      shape: shape ?? singleShape(random),
      // In a pipeline the cancel comes in the second step, which the first must let begin.
      run: shape === 'pipeline' ? goodRun(random, false) : ordinaryRun(random, cancel),
      point: point(random),
      ...(killMoment === undefined ? {} : { killMoment }),
    }),
  };
}

const kindsOf = (lane: LaneKind, family: string, stops: readonly Stop[]): readonly Kind[] =>
  stops.map((stop) => kindOf(lane, family, stop));

const SIMPLE_STOPS = STOPS.filter(({ killMoment }) => !WITHOUT_A_WORKER.has(killMoment ?? 'held'));

const NO_BASELINE = (kind: Kind): Kind => ({ ...kind, notForBaselines: NO_SERVER });

export const WORKER_KILLS: readonly Kind[] = kindsOf('worker-kill', 'worker killed', STOPS);

export const SERVER_KILLS: readonly Kind[] = kindsOf(
  'server-kill',
  'Temporal server killed',
  SIMPLE_STOPS,
).map(NO_BASELINE);

export const PARTITIONS: readonly Kind[] = kindsOf('partition', 'worker cut off', SIMPLE_STOPS).map(
  NO_BASELINE,
);
