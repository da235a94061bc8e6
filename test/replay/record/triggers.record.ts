import { afterAll, beforeAll, beforeEach, test } from 'vitest';
import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import {
  LIST_RUNS,
  LOST,
  NOT_RECEIVED,
  TRIGGER,
  evaluation,
  experiment,
  outcome,
  refusedFor,
  status,
} from './inputs.js';
import type { Shape } from './inputs.js';
import { record } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig();
});
beforeEach(() => rig.simulator.reset());
afterAll(() => rig.stop());

const how = (how: string, posts: number) => ({ provenance: { how, posts } });
const nothing = () => undefined;
const noData = {
  ...status(400),
  body: {
    status: 400,
    title: 'Invalid request',
    type: 'about:blank#invalid-request',
    detail: 'No data found',
  },
};

const triggers: Shape[] = [
  ['created', nothing, evaluation(), outcome('succeeded')],
  ['experiment', nothing, experiment(), outcome('succeeded')],
  ['started', nothing, evaluation({ wait: null }), outcome('started')],
  [
    'not-found',
    nothing,
    evaluation({ intent: { task: 'none', space: 'research', trigger: {} } }),
    { failure: 'AxNotFound' },
  ],
  ['no-data', (ax) => ax.addFault({ match: TRIGGER, answer: noData }), evaluation(), outcome('empty')],
  [
    'refused',
    (ax) => ax.addFault({ match: TRIGGER, answer: status(403) }),
    evaluation(),
    { failure: 'AxForbidden' },
  ],
  [
    'rate-limited',
    (ax) => ax.addFault({ match: TRIGGER, answer: refusedFor(30) }),
    evaluation(),
    how('created', 1),
  ],
  [
    'late',
    (ax) => ax.addFault({ match: TRIGGER, answer: refusedFor(3600), times: 'always' }),
    evaluation({ wait: { timeoutMs: 60_000 } }),
    outcome('timed-out-cancelled'),
  ],
  [
    'fence-read-again',
    (ax) => ax.addFault({ match: LIST_RUNS, answer: status(503) }),
    evaluation(),
    how('created', 1),
  ],
  [
    'name-owned-by-another',
    nothing,
    experiment({ experimentName: 'baseline-v1' }),
    { failure: 'AxConflict' },
  ],
];

/** Only the same key looks back to a trigger that ended unresolved. */
function keyed(key: string, more: Partial<RunTaskInput> = {}): RunTaskInput {
  const { intent, ...input } = evaluation(more);
  return { ...input, intent: { ...intent, key } };
}

const doubts: Shape[] = [
  ['adopted', (ax) => ax.addFault({ match: TRIGGER, answer: LOST }), evaluation(), how('adopted', 1)],
  [
    'adopted-experiment',
    (ax) => ax.addFault({ match: TRIGGER, answer: LOST }),
    experiment({ experimentName: 'adopted' }),
    how('adopted', 1),
  ],
  [
    'sent-again',
    (ax) => ax.addFault({ match: TRIGGER, answer: NOT_RECEIVED }),
    evaluation(),
    how('created', 2),
  ],
  [
    'unresolved',
    (ax) => ax.addFault({ match: TRIGGER, answer: NOT_RECEIVED, times: 'always' }),
    keyed('unresolved'),
    { failure: 'TriggerUnresolved' },
  ],
  [
    'not-sent-again',
    (ax) => ax.addFault({ match: TRIGGER, answer: NOT_RECEIVED }),
    keyed('not-sent-again', { onAmbiguous: 'fail' }),
    { failure: 'TriggerUnresolved' },
  ],
  ['after-unresolved', nothing, keyed('not-sent-again'), how('created', 1)],
  [
    'look-refused',
    (ax) => {
      ax.addFault({ match: TRIGGER, answer: LOST });
      ax.addFault({ match: LIST_RUNS, answer: status(403), skip: 1, times: 'always' });
    },
    keyed('look-refused'),
    { failure: 'TriggerUnresolved' },
  ],
  [
    'duplicates',
    (ax) => ax.addFault({ match: TRIGGER, answer: LOST, hideRun: { lists: 2 } }),
    evaluation(),
    how('adopted-after-duplicates', 2),
  ],
  [
    'late-duplicates',
    (ax) => ax.addFault({ match: TRIGGER, answer: LOST, hideRun: { lists: 3 } }),
    evaluation(),
    how('adopted-after-duplicates', 2),
  ],
  [
    'refused-after-doubt',
    (ax) => [NOT_RECEIVED, status(403)].map((answer) => ax.addFault({ match: TRIGGER, answer })),
    evaluation(),
    { failure: 'AxForbidden' },
  ],
  [
    'adopted-after-refusal',
    (ax) => {
      ax.addFault({ match: TRIGGER, answer: LOST, hideRun: { lists: 2 } });
      ax.addFault({ match: TRIGGER, answer: noData });
    },
    evaluation(),
    how('adopted', 2),
  ],
];

test.each([...triggers, ...doubts])('run-task.%s', async (shape, script, input, expected) => {
  script(rig.simulator);
  const name = `run-task.${shape}`;
  await record(name, await rig.startAs(name, 'runTask', input), expected);
});

test('run-task.name-taken', async () => {
  await (await rig.start('runTask', experiment({ experimentName: 'taken' }))).result();
  const input = { ...experiment({ experimentName: 'taken' }), onNameTaken: 'reuse' as const };
  await record(
    'run-task.name-taken',
    await rig.startAs('run-task.name-taken', 'runTask', input),
    how('reused', 0),
  );
});
