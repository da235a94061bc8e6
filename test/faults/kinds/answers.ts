import type { FaultAnswer } from '../../../src/simulator/index.js';
import type { Random } from '../random.js';
import type { Kind, Point, Target, Trouble } from './kind.js';
import { ordinaryRun, singleShape } from './ordinary-run.js';

/** Which request meets the bad answer: the trigger as often as all others together. */
function anyTarget(random: Random, cancel: boolean): Target {
  if (cancel && random.chance(0.25)) return 'cancel';
  return random.pick(['trigger', 'trigger', 'trigger', 'look', 'fence', 'task']);
}

interface BadAnswer {
  readonly family: string;
  readonly name: string;
  readonly trouble: (random: Random, target: Target) => Trouble;
  readonly rare?: true;
  readonly target?: Target;
  readonly notForBaselines?: string;
}

function kindOf({ family, name, trouble, rare, target: only, notForBaselines }: BadAnswer): Kind {
  return {
    name,
    family,
    lane: 'answers',
    cancels: 'both',
    ...(rare === undefined ? {} : { rare }),
    ...(notForBaselines === undefined ? {} : { notForBaselines }),
    script: (random, cancel) => {
      const target = only ?? anyTarget(random, cancel);
      return {
        shape: singleShape(random),
        run: ordinaryRun(random, cancel),
        point: { by: 'simulator', target, at: 'before-effect', trouble: trouble(random, target) },
      };
    },
  };
}

const soon = (random: Random): string => new Date(Date.now() + random.int(2, 6) * 1000).toUTCString();

const limited = (name: string, retryAfter: (random: Random) => string | null, rare?: true): BadAnswer => ({
  family: 'rate limited',
  name: `429, Retry-After ${name}`,
  ...(rare === undefined ? {} : { rare }),
  trouble: (random) => {
    const value = retryAfter(random);
    const headers = {
      'content-type': 'application/problem+json',
      ...(value === null ? {} : { 'retry-after': value }),
    };
    const body = { status: 429, title: 'Too many requests', type: '#rate-limit-exceeded' };
    return {
      times: rare === undefined ? random.int(1, 2) : 1,
      answer: { kind: 'respond', status: 429, headers, body },
    };
  },
});

/** Whether a bad answer hides an effect: only a trigger or a cancel has one. */
const hidesEffect = (random: Random, target: Target): boolean =>
  (target === 'trigger' || target === 'cancel') && random.chance(0.5);

const burst = (status: number): BadAnswer => ({
  family: 'server errors',
  name: `burst of ${status}`,
  trouble: (random, target) => ({
    times: random.int(1, 3),
    answer: {
      kind: 'respond',
      status,
      body: random.pick(['', '<html><h1>Bad gateway</h1></html>', { status, title: 'Trouble' }]),
      afterEffect: hidesEffect(random, target),
    },
  }),
});

const broken = (name: string, answer: (random: Random, target: Target) => FaultAnswer): BadAnswer => ({
  family: 'broken bodies',
  name,
  trouble: (random, target) => ({ times: random.int(1, 2), answer: answer(random, target) }),
});

/** The proper status with such a body, the request having taken effect. */
const proper =
  (body: () => string) =>
  (_random: Random, target: Target): FaultAnswer => ({
    kind: 'respond',
    status: target === 'trigger' ? 201 : 200,
    headers: { 'content-type': 'application/json' },
    body: body(),
    afterEffect: true,
  });

const FIFTY_MEGABYTES = 50 * 1024 * 1024;
let huge: string | null = null;
const hugeBody = (): string => (huge ??= `{"padding":"${'x'.repeat(FIFTY_MEGABYTES)}"}`);
const nestedBody = (): string => '['.repeat(20_000) + ']'.repeat(20_000);

const BAD_ANSWERS: readonly BadAnswer[] = [
  limited('0', () => '0'),
  limited('1', () => '1'),
  limited('60', () => '60', true),
  limited('absent', () => null),
  limited('abc', () => 'abc'),
  limited('negative', () => '-5'),
  limited('10^9', () => '1000000000'),
  limited('an HTTP date', soon),
  ...[500, 502, 503, 504].map(burst),
  {
    family: 'resets',
    name: 'reset before the request takes effect',
    trouble: (random) => ({
      times: random.int(1, 2),
      answer: { kind: 'drop', at: 'before-effect', reset: true },
    }),
  },
  {
    family: 'resets',
    name: 'reset after the effect',
    trouble: () => ({ answer: { kind: 'drop', at: 'after-effect', reset: true } }),
  },
  { family: 'slow and huge', name: 'one byte a second', trouble: () => ({ answer: { kind: 'trickle' } }) },
  {
    family: 'slow and huge',
    name: 'endless body',
    trouble: () => ({ answer: { kind: 'endless' } }),
    notForBaselines: 'the client reads it until memory ends',
  },
  {
    family: 'slow and huge',
    name: '50 MB body',
    trouble: (random, target) => ({ answer: proper(hugeBody)(random, target) }),
  },
  broken(
    'empty body',
    proper(() => ''),
  ),
  broken(
    'HTML body',
    proper(() => '<!doctype html><title>Welcome</title>'),
  ),
  broken('truncated body', () => ({ kind: 'half' })),
  broken('deeply nested body', proper(nestedBody)),
  {
    family: 'unknown words',
    name: 'unknown members',
    trouble: () => ({
      times: 'always',
      answer: { kind: 'extend', members: { priority: 7, lineage: { parent: null, tags: ['a'] } } },
    }),
  },
];

const CUT_SHORT: Point = { by: 'proxy', cut: 'half-reply-then-reset' };

export const ANSWERS: readonly Kind[] = [
  ...BAD_ANSWERS.map(kindOf),
  {
    name: 'reset in the middle of the reply',
    family: 'resets',
    lane: 'answers',
    cancels: 'both',
    script: (random, cancel) => ({
      shape: singleShape(random),
      run: ordinaryRun(random, cancel),
      point: CUT_SHORT,
    }),
  },
];
