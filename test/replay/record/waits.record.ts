import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import type { WaitPolicy } from '../../../src/model/api/policies.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { CANCEL, GET_RUN, HOUR_MS, evaluation, experiment, outcome, status } from './inputs.js';
import type { Shape } from './inputs.js';
import { record } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig();
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const nothing = () => undefined;

const waiting = (wait: WaitPolicy): RunTaskInput => evaluation({ wait });
const waits: Shape[] = [
  ['failed', (ax) => ax.addBehaviour({ outcome: 'failed' }), evaluation(), outcome('failed')],
  [
    'gone',
    (ax) => ax.addFault({ match: GET_RUN, answer: status(404), times: 'always' }),
    evaluation(),
    outcome('gone'),
  ],
  [
    'key-refused',
    (ax) => ax.addFault({ match: GET_RUN, answer: status(401), times: 'always' }),
    evaluation(),
    { failure: 'AxAuthentication' },
  ],
  [
    'several-slices',
    (ax) => ax.addBehaviour({ looks: 5 }),
    waiting({ pollIntervalMs: 0.7 * HOUR_MS }),
    outcome('succeeded'),
  ],
  [
    'timed-out',
    (ax) => ax.addBehaviour({ stuckAt: 'RUNNING' }),
    waiting({ timeoutMs: 2.5 * HOUR_MS }),
    outcome('timed-out-cancelled'),
  ],
  [
    'detached',
    (ax) => ax.addBehaviour({ stuckAt: 'RUNNING' }),
    waiting({ timeoutMs: 60_000, onTimeout: 'detach' }),
    outcome('timed-out-detached'),
  ],
  [
    'extended',
    (ax) => ax.addBehaviour({ looks: 6 }),
    waiting({ timeoutMs: 60_000, onTimeout: 'extend', pollIntervalMs: 40_000 }),
    outcome('succeeded'),
  ],
  [
    'cancel-unconfirmed',
    (ax) => {
      ax.addBehaviour({ stuckAt: 'RUNNING' });
      ax.addFault({ match: CANCEL, answer: status(503), times: 'always' });
    },
    waiting({ timeoutMs: 60_000 }),
    outcome('cancel-unconfirmed'),
  ],
];

const chaining = (more?: Partial<RunTaskInput>) =>
  experiment({ evaluationTaskIds: ['score-experiments'] }, more);
const chains: Shape[] = [
  ['chained', nothing, chaining(), { chained: [outcome('succeeded')] }],
  [
    'chained-failed',
    (ax) => ax.addBehaviour({ match: { taskName: 'score-experiments' }, outcome: 'failed' }),
    chaining(),
    { verdict: 'failed' },
  ],
  [
    'chained-timed-out',
    (ax) => ax.addBehaviour({ match: { taskName: 'score-experiments' }, stuckAt: 'RUNNING' }),
    chaining({ wait: { timeoutMs: 60_000 } }),
    { chained: [outcome('timed-out-cancelled')] },
  ],
  [
    'chained-none',
    (ax) => ax.addBehaviour({ match: { taskName: 'generate-answers' }, outcome: 'failed' }),
    chaining(),
    outcome('failed'),
  ],
];

test.each([...waits, ...chains])('run-task.%s', async (shape, script, input, expected) => {
  script(rig.simulator);
  const name = `run-task.${shape}`;
  await record(name, await rig.startAs(name, 'runTask', input), expected);
});
