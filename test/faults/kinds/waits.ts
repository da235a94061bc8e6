import type { Random } from '../random.js';
import type { Kind, Point, Script, Shape, Trouble } from './kind.js';
import { ordinaryRun, singleShape } from './ordinary-run.js';

const anyShape = (random: Random): Shape => (random.chance(0.3) ? 'attached' : singleShape(random));

const inALook = (trouble: Trouble): Point => ({
  by: 'simulator',
  target: 'look',
  at: 'before-effect',
  trouble,
});

/** In a wait that has begun: who waits for a run started elsewhere looks at it once before. */
const inAWait = (shape: Shape, trouble: Trouble): Point =>
  inALook(shape === 'attached' ? { ...trouble, skip: 1 } : trouble);

const refused = (status: 401 | 403, times: number | 'always'): Trouble => ({
  times,
  answer: { kind: 'respond', status, body: { status, title: 'Refused', type: '#access-forbidden' } },
});

const heals = (status: 401 | 403): Kind => ({
  name: `${status} in the middle of a wait, then healed`,
  family: 'refused key',
  lane: 'answers',
  cancels: 'both',
  script: (random, cancel) => {
    const shape = anyShape(random);
    const point = inAWait(shape, refused(status, random.int(1, 4)));
    return { shape, run: ordinaryRun(random, cancel), point };
  },
});

const staysRefused = (status: 401 | 403): Kind => ({
  name: `${status} in the middle of a wait, for good`,
  family: 'refused key',
  lane: 'answers',
  cancels: 'both',
  rare: true,
  notForBaselines: 'it polls for ever',
  script: (random, cancel) => {
    const shape = anyShape(random);
    const mayFailAs = [status === 401 ? 'AxAuthentication' : 'AxForbidden'];
    const point = inAWait(shape, refused(status, 'always'));
    return { shape, run: ordinaryRun(random, cancel), point, mayFailAs };
  },
});

function unknownStatus(random: Random, cancel: boolean): Pick<Script, 'run' | 'wait'> {
  const statuses = ['PENDING', 'QUEUED_FOR_QUOTA', 'RUNNING', 'DRAINING'];
  if (cancel || random.chance(0.5)) return { run: { ...ordinaryRun(random, cancel), statuses } };
  return {
    run: { runSeconds: 3600, stuckAt: 'HIBERNATING' },
    wait: { pollIntervalMs: 1000, timeoutMs: 4000, onTimeout: random.pick(['cancel', 'detach']) },
  };
}

/** What can happen while a run is waited for. */
export const WAITS: readonly Kind[] = [
  heals(401),
  heals(403),
  staysRefused(401),
  staysRefused(403),
  {
    name: 'unknown statuses',
    family: 'unknown words',
    lane: 'answers',
    cancels: 'both',
    notForBaselines: 'it knows no deadline',
    script: (random, cancel) => ({
      shape: singleShape(random),
      ...unknownStatus(random, cancel),
      point: inALook({}),
    }),
  },
  {
    name: 'a status going backwards',
    family: 'unknown words',
    lane: 'answers',
    cancels: 'both',
    script: (random, cancel) => ({
      shape: anyShape(random),
      run: { ...ordinaryRun(random, cancel), statuses: ['RUNNING', 'PENDING', 'RUNNING', 'PENDING'] },
      point: inALook({}),
    }),
  },
  {
    name: 'the task deleted while we wait',
    family: 'deleted task',
    lane: 'answers',
    cancels: 'both',
    notForBaselines: 'it polls for ever',
    script: (random) => {
      const shape = anyShape(random);
      const run = { runSeconds: 3600, provisionSeconds: 1 };
      return { shape, run, point: inAWait(shape, {}), interference: 'delete-task' };
    },
  },
];
