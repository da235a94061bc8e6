import type { Random } from '../random.js';
import type { Kind, Point, Script, Trouble } from './kind.js';
import { ordinaryRun, singleShape } from './ordinary-run.js';

/** The trigger's answer is lost: with `hideRun` its run is not in the list at once. */
const answerLost = (trouble: Trouble = {}): Point => ({
  by: 'simulator',
  target: 'trigger',
  at: 'after-effect',
  trouble: { ...trouble, answer: { kind: 'drop', at: 'after-effect', reset: true } },
});

const base = (random: Random, cancel: boolean): Pick<Script, 'shape' | 'run'> => ({
  shape: singleShape(random),
  run: ordinaryRun(random, cancel),
});

const LATE = 'a run shows up after both looks that follow its POST';
const STRANGER = 'a stranger starts the same task, which has no window, in the same seconds';

/** Lists that lie, after a trigger whose answer was lost. */
export const LISTS: readonly Kind[] = [
  {
    name: 'a stale list',
    family: 'lists',
    lane: 'answers',
    cancels: 'both',
    script: (random, cancel) => ({
      ...base(random, cancel),
      shape: 'window',
      foreignRuns: 2,
      point: answerLost(),
      also: [{ target: 'fence', trouble: { times: random.int(1, 2), list: { omitNewerThanMs: 60_000 } } }],
    }),
  },
  {
    name: 'a reordered list',
    family: 'lists',
    lane: 'answers',
    cancels: 'both',
    script: (random, cancel) => ({
      ...base(random, cancel),
      foreignRuns: 5,
      point: answerLost(),
      also: [
        {
          target: 'fence',
          trouble: { times: 'always', list: { order: random.pick(['shuffled', 'oldest-first']) } },
        },
      ],
    }),
  },
  {
    name: 'a run visible late',
    family: 'lists',
    lane: 'answers',
    cancels: 'both',
    script: (random, cancel) => ({
      ...base(random, cancel),
      point: answerLost({ hideRun: { ms: random.int(500, 3000), alsoFromGet: random.chance(0.5) } }),
    }),
  },
  {
    name: 'a created run not found at first',
    family: 'lists',
    lane: 'answers',
    cancels: 'both',
    script: (random, cancel) => ({
      ...base(random, cancel),
      point: {
        by: 'simulator',
        target: 'trigger',
        at: 'after-effect',
        trouble: { hideRun: { ms: random.int(10_000, 40_000), alsoFromGet: true } },
      },
    }),
  },
  {
    name: 'a request processed late',
    family: 'lists',
    lane: 'answers',
    cancels: 'never',
    script: (random) => ({
      shape: 'window',
      run: { ...ordinaryRun(random, false), runSeconds: 30 },
      point: { by: 'simulator', target: 'trigger', at: 'before-effect', trouble: {} },
      interference: 'release-at-second-post',
    }),
  },
  {
    name: 'an experiment provisioned late',
    family: 'lists',
    lane: 'answers',
    cancels: 'both',
    script: (_random, cancel) => ({
      shape: 'experiment',
      run: cancel ? { runSeconds: 3600, provisionSeconds: 90 } : { runSeconds: 60, provisionSeconds: 30 },
      point: answerLost(),
    }),
  },
  {
    name: 'a run visible too late',
    family: 'beyond the limits',
    lane: 'answers',
    cancels: 'never',
    residual: LATE,
    script: (random) => ({
      shape: random.pick(['window', 'dataset']),
      run: { runSeconds: 20 },
      point: answerLost({ hideRun: { ms: 600_000 } }),
    }),
  },
  {
    name: 'a request processed too late',
    family: 'beyond the limits',
    lane: 'answers',
    cancels: 'never',
    residual: LATE,
    script: (random) => ({
      shape: random.pick(['window', 'dataset']),
      run: { runSeconds: 2 },
      point: { by: 'simulator', target: 'trigger', at: 'before-effect', trouble: {} },
      interference: 'release-after-end',
    }),
  },
  {
    name: 'a stranger’s run behind a stale fence',
    family: 'beyond the limits',
    lane: 'answers',
    cancels: 'never',
    residual: STRANGER,
    script: () => ({
      shape: 'dataset',
      run: { runSeconds: 20 },
      foreignRuns: 1,
      point: answerLost(),
      also: [{ target: 'fence', trouble: { times: 1, list: { omitNewerThanMs: 60_000 } } }],
    }),
  },
];
