import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import type { TriggerFields } from '../../../src/model/api/requests.js';
import type { Simulator } from '../../../src/simulator/index.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };

export const HOUR_MS = 3_600_000;

export const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
export const CANCEL = { method: 'POST', path: '/v2/task-runs/*/cancel' };
export const GET_RUN = { method: 'GET', path: '/v2/task-runs/*' };
export const LIST_RUNS = { method: 'GET', path: '/v2/tasks/*/runs' };

/** The answer is lost after the request took effect; before it did. */
export const LOST = { kind: 'drop', at: 'after-effect' } as const;
export const NOT_RECEIVED = { kind: 'drop', at: 'before-effect' } as const;
export const refusedFor = (seconds: number) =>
  ({ kind: 'respond', status: 429, headers: { 'retry-after': String(seconds) }, body: '' }) as const;
export const status = (code: number) => ({ kind: 'respond', status: code, body: '' }) as const;

/** An evaluation of a window: it takes a turn. */
export const evaluation = (more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: {
    task: 'nightly-hallucination',
    space: 'research',
    trigger: { ...WINDOW, overrideEvaluations: true },
  },
  wait: {},
  ...more,
});

/** An experiment: it takes none. */
export const experiment = (trigger: TriggerFields = {}, more: Partial<RunTaskInput> = {}): RunTaskInput => ({
  intent: { task: 'generate-answers', space: 'research', trigger },
  wait: {},
  ...more,
});

/** What happens to the service, what is run, and how that ends. */
export type Shape = [
  name: string,
  script: (service: Simulator) => void,
  input: RunTaskInput,
  expected: object,
];

export const outcome = (kind: string) => ({ outcome: { kind } });
