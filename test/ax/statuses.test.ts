import { describe, expect, test } from 'vitest';
import type { AxError } from '../../src/ax/index.js';
import { answering, problem, rejection, RUN, TASK } from './support.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' };
const PROJECT_TASK = { id: TASK, type: 'TEMPLATE_EVALUATION', projectId: 'p', datasetId: null };

describe('a status of a safe request', () => {
  test.each([
    [400, 'InvalidRequestError', 'AxInvalidRequest'],
    [401, 'AuthenticationError', 'AxAuthentication'],
    [403, 'ForbiddenError', 'AxForbidden'],
    [404, 'NotFoundError', 'AxNotFound'],
    [408, 'BrokenAnswerError', 'AxBrokenAnswer'],
    [409, 'ConflictError', 'AxConflict'],
    [418, 'UnexpectedStatusError', 'AxUnexpectedStatus'],
    [422, 'UnprocessableError', 'AxUnprocessable'],
    [429, 'RateLimitError', 'AxRateLimit'],
    [500, 'ServerError', 'AxServer'],
    [502, 'ServerError', 'AxServer'],
    [503, 'ServerError', 'AxServer'],
    [504, 'ServerError', 'AxServer'],
  ])('%i is a %s', async (status, name, kind) => {
    const { client } = await answering(problem(status, 'as the test wants it'));
    const error = await rejection(client.getRun({ runId: RUN }));
    expect(error).toMatchObject({ name, kind, status, method: 'GET', detail: 'as the test wants it' });
    expect(error.message).toContain(RUN);
  });
});

describe('a status of a trigger', () => {
  test.each([
    [303, 'AmbiguousError'],
    [400, 'InvalidRequestError'],
    [401, 'AuthenticationError'],
    [403, 'ForbiddenError'],
    [404, 'NotFoundError'],
    [408, 'AmbiguousError'],
    [409, 'ConflictError'],
    [422, 'UnprocessableError'],
    [429, 'RateLimitError'],
    [500, 'AmbiguousError'],
    [502, 'AmbiguousError'],
    [503, 'AmbiguousError'],
    [504, 'AmbiguousError'],
  ])('%i is a %s', async (status, name) => {
    const { client, server } = await answering(problem(status, 'as the test wants it'));
    const error = await rejection(client.postTrigger(PROJECT_TASK, WINDOW));
    expect(error).toMatchObject({ name, status });
    expect(server.received).toHaveLength(1);
  });
});

describe('redirects', () => {
  test.each([301, 302, 307, 308])(
    'a %i is refused, not followed, and does not take effect',
    async (status) => {
      const { client, server } = await answering({
        status,
        headers: { location: 'https://elsewhere.example/a?b=c' },
      });
      for (const call of [client.getRun({ runId: RUN }), client.postTrigger(PROJECT_TASK, WINDOW)]) {
        const error = await rejection(call);
        expect(error).toMatchObject({ name: 'UnexpectedStatusError', status });
        expect(error.message).toContain('https://elsewhere.example ');
      }
      expect(server.received).toHaveLength(2);
    },
  );
});

describe('what an error tells', () => {
  test('the members of the problem, the request id and the wait', async () => {
    const { client } = await answering({
      ...problem(429, 'too fast', { error_code: 'RATE', request_id: 'req-1', instance: '/x' }),
      headers: { 'retry-after': '7' },
    });
    const error = (await rejection(client.getRun({ runId: RUN }))) as AxError;
    expect(error).toMatchObject({ title: 'Refused', requestId: 'req-1', retryAfterMs: 7000 });
    expect(error.type).toMatch(/#e429$/);
    expect(error.extra).toEqual({ error_code: 'RATE', instance: '/x' });
  });

  test('a date to retry after counts from the clock of the server', async () => {
    const { client } = await answering({
      status: 503,
      headers: { date: 'Sat, 01 Aug 2026 10:00:00 GMT', 'retry-after': 'Sat, 01 Aug 2026 10:01:30 GMT' },
    });
    expect(await rejection(client.getRun({ runId: RUN }))).toMatchObject({ retryAfterMs: 90_000 });
  });

  test('a 403 keeps the members about the plan', async () => {
    const plan = { entitlement: 'tasks', limit: 5, current_count: 5, required_plan: 'pro' };
    const { client } = await answering(problem(403, 'plan limit', plan));
    expect(await rejection(client.getRun({ runId: RUN }))).toMatchObject({
      name: 'ForbiddenError',
      extra: plan,
    });
  });

  test('an HTML page of a proxy reads as a sentence', async () => {
    const page =
      '<html><head><style>b{color:red}</style></head><body><h1>502 Bad\nGateway</h1><p>nginx</p></body>';
    const { client } = await answering({ status: 502, text: page, headers: { 'content-type': 'text/html' } });
    const error = await rejection(client.getRun({ runId: RUN }));
    expect(error.message).toBe(
      `Cannot get task run "${RUN}": the service answered 502 Bad Gateway: 502 Bad Gateway nginx. ` +
        'The service failed; try again later.',
    );
  });

  test.each(['', '{', '[1]', 'null', '"text"', '{"detail": 5, "title": null}'])(
    'a body %j leaves the status to speak',
    async (text) => {
      const { client } = await answering({ status: 401, text });
      const error = await rejection(client.getRun({ runId: RUN }));
      expect(error).toMatchObject({ name: 'AuthenticationError', status: 401 });
      expect(error.message).toContain('401 Unauthorized');
    },
  );
});

describe('a taken name', () => {
  const create = { name: 'nightly', dataset: 'id:d1', runConfiguration: { experiment_type: 'NEW' } };

  test.each([
    [409, 'whatever'],
    [400, 'A task with name "nightly" already exists in this space'],
    [422, 'name must be unique'],
    [422, 'Duplicate name'],
  ])('on create, %i "%s" is a ConflictError', async (status, detail) => {
    const { client } = await answering(problem(status, detail));
    expect(await rejection(client.createRunExperimentTask(create))).toMatchObject({
      name: 'ConflictError',
      status,
    });
  });

  test.each([
    [400, 'evaluators: duplicate evaluator', 'InvalidRequestError'],
    [422, 'evaluator version does not belong to the evaluator', 'UnprocessableError'],
  ])('on create, %i "%s" is not', async (status, detail, name) => {
    const { client } = await answering(problem(status, detail));
    expect(await rejection(client.createRunExperimentTask(create))).toMatchObject({ name, status });
  });

  test('on a trigger, a 400 about the experiment name is a ConflictError', async () => {
    const { client } = await answering(problem(400, 'experiment name already in use for this dataset'));
    const task = { id: TASK, type: 'RUN_EXPERIMENT', projectId: null, datasetId: 'd' };
    expect(await rejection(client.postTrigger(task, { experimentName: 'e' }))).toMatchObject({
      name: 'ConflictError',
    });
  });
});
