import type { FaultAnswer } from '../../../src/simulator/index.js';
import type { Random } from '../random.js';
import type { Kind, Point, Shape, Trouble } from './kind.js';
import { ordinaryRun, singleShape } from './ordinary-run.js';

/** The trigger's answer is lost, so that a look has to settle its fate. */
const ANSWER_LOST: Point = {
  by: 'simulator',
  target: 'trigger',
  at: 'after-effect',
  trouble: { answer: { kind: 'drop', at: 'after-effect', reset: true } },
};

/** What lists of runs are read before the first request: an experiment takes no turn, in which one is read again. */
const fencesOf = (shape: Shape): number => (shape === 'experiment' ? 1 : 2);

const refusal = (status: number): FaultAnswer => ({
  kind: 'respond',
  status,
  headers: status === 302 ? { location: 'https://sign-in.example' } : {},
  body: { status, title: 'Refused' },
});

const json = (status: number, body: object, afterEffect: boolean): FaultAnswer => ({
  kind: 'respond',
  status,
  headers: { 'content-type': 'application/json' },
  body,
  afterEffect,
});

const circle = json(200, { task_runs: [], pagination: { has_more: true, next_cursor: 'again' } }, false);

/** A run of somebody else, as a cache or a proxy that swaps answers gives it. */
const swapped = (status: number): FaultAnswer => {
  const counts = { num_successes: 77, num_errors: 0, num_skipped: 0 };
  const run = { id: 'run-of-others', task_id: 'task-of-others', status: 'COMPLETED', ...counts };
  return json(status, { ...run, created_at: '2026-01-01T00:00:00.000Z' }, true);
};

const FAMILY = { family: 'refused looks', lane: 'answers', cancels: 'both' } as const;

const inDoubt = (name: string, answer: FaultAnswer, times: (random: Random) => Trouble['times']): Kind => ({
  ...FAMILY,
  name,
  script: (random, cancel) => {
    const shape = singleShape(random);
    const trouble: Trouble = { answer, times: times(random) ?? 1, skip: fencesOf(shape) };
    return {
      shape,
      run: ordinaryRun(random, cancel),
      point: ANSWER_LOST,
      also: [{ target: 'fence', trouble }],
    };
  },
});

const aFew = (random: Random): number => random.int(1, 3);

/** What can happen to the looks after a trigger whose answer was lost, and answers that are those to other requests. */
export const REFUSED_LOOKS: readonly Kind[] = [
  ...[302, 400, 401, 403, 404].map((status) =>
    inDoubt(`a look in doubt answered with ${status}, then healed`, refusal(status), aFew),
  ),
  inDoubt('a look in doubt whose cursors repeat, then healed', circle, (random) => 2 * aFew(random)),
  {
    ...inDoubt('a look in doubt refused for good', refusal(403), () => 'always'),
    family: 'beyond the limits',
    rare: true,
    residual: 'no look is answered for ten minutes: the trigger ends unresolved, and its run is not named',
    notForBaselines: 'it looks for ever',
  },
  {
    ...FAMILY,
    name: 'the look for late duplicates refused, then healed',
    cancels: 'never',
    script: (random) => {
      const shape = random.pick<Shape>(['window', 'dataset']);
      const answer = refusal(random.pick([401, 403, 404]));
      return {
        shape,
        run: ordinaryRun(random, false),
        point: {
          by: 'simulator',
          target: 'trigger',
          at: 'before-effect',
          trouble: { answer: { kind: 'drop', at: 'before-effect', reset: true } },
        },
        // The fences, two looks after the first request, and one after the second.
        also: [{ target: 'fence', trouble: { answer, times: aFew(random), skip: fencesOf(shape) + 3 } }],
      };
    },
  },
  {
    ...FAMILY,
    name: 'a poll answered with another run',
    script: (random, cancel) => ({
      shape: singleShape(random),
      run: ordinaryRun(random, cancel),
      point: {
        by: 'simulator',
        target: 'look',
        at: 'before-effect',
        trouble: { answer: swapped(200), times: aFew(random) },
      },
    }),
  },
  {
    ...FAMILY,
    name: 'a trigger answered with another run',
    script: (random, cancel) => ({
      shape: singleShape(random),
      run: ordinaryRun(random, cancel),
      point: { by: 'simulator', target: 'trigger', at: 'before-effect', trouble: { answer: swapped(201) } },
    }),
  },
];
