import { onTestFinished } from 'vitest';
import { AxClient, type AxClientOptions } from '../../src/ax/index.js';
import { startHttpServer, type Answer, type Received, type TestServer } from '../support/http-server.js';

/** A key that must turn up nowhere but in the authorization header. */
export const KEY = 'canary-key-5f1c9e77d2';

export const idOf = (kind: string, number: number): string =>
  Buffer.from(`${kind}:${number}:qRwX`).toString('base64');

export const SPACE = idOf('Space', 1);
export const PROJECT = idOf('Model', 2);
export const DATASET = idOf('Dataset', 3);
export const TASK = idOf('OnlineTask', 45);
export const RUN = idOf('TaskRun', 99);
export const EVALUATOR = idOf('Evaluator', 7);
export const EXPERIMENT = idOf('Experiment', 8);
export const INTEGRATION = idOf('Integration', 9);

/** A client that is closed when the test is over. */
export function clientOf(baseUrl: string, options: Partial<AxClientOptions> = {}): AxClient {
  const client = new AxClient({ baseUrl, apiKey: KEY, preReleaseWarning: false, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** A server that gives the same answer to everything, and a client of it. */
export async function answering(
  answer: Answer | ((request: Received) => Answer),
  options: Partial<AxClientOptions> = {},
): Promise<{ client: AxClient; server: TestServer }> {
  const server = await startHttpServer((request) =>
    typeof answer === 'function' ? answer(request) : answer,
  );
  return { client: clientOf(server.baseUrl, options), server };
}

/** A server that must not be reached, and a client of it. */
export const unreached = (): Promise<{ client: AxClient; server: TestServer }> => answering({ status: 500 });

export const problem = (status: number, detail: string, more: object = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  json: { status, title: 'Refused', detail, type: `https://api.arize.com/errors#e${status}`, ...more },
});

export const wireTask = (members: object = {}): object => ({
  id: TASK,
  name: 'nightly',
  type: 'TEMPLATE_EVALUATION',
  project_id: PROJECT,
  dataset_id: null,
  sampling_rate: 0.5,
  is_continuous: false,
  query_filter: null,
  evaluators: [
    {
      evaluator_id: EVALUATOR,
      evaluator_name: 'relevance',
      evaluator_version_id: null,
      query_filter: null,
      column_mappings: { input: 'attributes.input.value' },
    },
  ],
  experiment_ids: [],
  run_configuration: null,
  last_run_at: '2026-11-01T00:00:00.000Z',
  created_at: '2026-10-01T00:00:00.000Z',
  updated_at: '2026-10-02T00:00:00.000Z',
  created_by_user_id: idOf('User', 1),
  ...members,
});

export const datasetTask = (members: object = {}): object =>
  wireTask({
    project_id: null,
    dataset_id: DATASET,
    sampling_rate: null,
    experiment_ids: [EXPERIMENT],
    ...members,
  });

export const experimentTask = (members: object = {}): object =>
  datasetTask({
    type: 'RUN_EXPERIMENT',
    evaluators: [],
    experiment_ids: [],
    run_configuration: { experiment_type: 'AGENT_CALL', integration_id: INTEGRATION, input_template: {} },
    ...members,
  });

export const wireRun = (members: object = {}): object => ({
  id: RUN,
  task_id: TASK,
  status: 'PENDING',
  experiment_id: null,
  run_started_at: null,
  run_finished_at: null,
  data_start_time: '2026-11-01T00:00:00.000Z',
  data_end_time: '2026-11-02T00:00:00.000Z',
  num_successes: 0,
  num_errors: 0,
  num_skipped: 0,
  created_at: '2026-11-02T00:00:00.000Z',
  created_by_user_id: null,
  failure_reason: null,
  ...members,
});

/** One page of a list, the last one without a cursor. */
export const wirePage = (key: string, items: object[], nextCursor?: string): Answer => ({
  json: {
    [key]: items,
    pagination: nextCursor === undefined ? { has_more: false } : { has_more: true, next_cursor: nextCursor },
  },
});

/** The error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('rejected with something that is no Error', { cause: error });
  }
  throw new Error('was not rejected');
}

/** The same object without some of its members. */
export const without = (members: object, ...names: string[]): object =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
