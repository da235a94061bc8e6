import { describe, expect, test } from 'vitest';
import { explainError } from '../../src/commands/base/explain-error.js';
import { InvalidFileError } from '../../src/files/document/finding.js';

const named = (name: string, message: string, members: object = {}): Error =>
  Object.assign(new Error(message), { name }, members);

const failed = (cause: Error): Error =>
  Object.assign(named('WorkflowFailedError', 'Workflow execution failed'), { cause });

describe('what an error means for the user', () => {
  test.each([
    [
      'a failure of ours, inside whatever Temporal wraps around it',
      failed(
        Object.assign(named('ActivityFailure', 'Activity task failed'), {
          cause: named('ApplicationFailure', 'No task is named "x".', { type: 'AxNotFound' }),
        }),
      ),
      { exitCode: 4, code: 'AxNotFound', message: 'No task is named "x".' },
    ],
    [
      'a name that was not found',
      failed(
        named(
          'ApplicationFailure',
          'No project is named "x in space (y" in space "prod" (names must match exactly, including case). Check the name.',
          { type: 'AxNotFound' },
        ),
      ),
      { hint: 'List what exists with `ax-tasks project list --space prod`.' },
    ],
    [
      'a space that was not found',
      failed(
        named('ApplicationFailure', 'No space is named "x" (names must match exactly, …).', {
          type: 'AxNotFound',
        }),
      ),
      { hint: 'List what exists with `ax-tasks space list`.' },
    ],
    [
      'a name that is taken',
      failed(
        named('ApplicationFailure', 'Cannot create task "x": a task of this name exists (T1).', {
          type: 'AxConflict',
        }),
      ),
      { hint: expect.stringMatching(/`ax-tasks update`.*`ax-tasks task ensure FILE`/) as unknown },
    ],
    [
      'an experiment name that is taken',
      failed(named('ApplicationFailure', 'Cannot trigger task "x": 409.', { type: 'AxConflict' })),
      { hint: 'Choose another name, or use the one that exists.' },
    ],
    [
      'a refused key',
      failed(named('ApplicationFailure', 'The key is refused.', { type: 'AxAuthentication' })),
      { exitCode: 4, code: 'AxAuthentication', hint: expect.stringContaining('ARIZE_API_KEY') as unknown },
    ],
    [
      'a service that does not answer',
      failed(named('ApplicationFailure', 'The service answered 503.', { type: 'AxServer' })),
      { exitCode: 5, code: 'AxServer' },
    ],
    [
      'a failure of a type that this version does not know',
      failed(named('ApplicationFailure', 'Odd.', { type: 'Odd' })),
      { exitCode: 1, code: 'Odd', message: 'Odd.' },
    ],
    [
      'a terminated workflow',
      failed(named('TerminatedFailure', 'terminated')),
      { exitCode: 1, code: 'Terminated' },
    ],
    [
      'a cancelled workflow',
      failed(named('CancelledFailure', 'cancelled')),
      { exitCode: 6, code: 'Cancelled' },
    ],
    [
      'an activity that never answered',
      failed(named('TimeoutFailure', 'timeout')),
      { exitCode: 5, code: 'TimedOut' },
    ],
    [
      'a workflow that is not there',
      named('WorkflowNotFoundError', 'not found', { workflowId: 'w' }),
      { exitCode: 4, message: 'Workflow "w" not found.' },
    ],
    [
      'Temporal out of reach',
      named('TemporalUnreachableError', 'cannot be reached', { reason: 'no-answer' }),
      { exitCode: 5, message: 'cannot be reached' },
    ],
    [
      'Temporal that refuses',
      named('TemporalUnreachableError', 'refuses', { reason: 'not-allowed' }),
      { exitCode: 4 },
    ],
    [
      'a connection that breaks off',
      named('ServiceError', 'failed', { cause: named('Error', 'x', { code: 14, details: 'gone' }) }),
      { exitCode: 5, message: 'The connection to Temporal was lost: gone' },
    ],
    [
      'a call that is not allowed',
      named('Error', 'x', { code: 7, details: 'denied' }),
      { exitCode: 4, message: 'Permission denied by Temporal: denied' },
    ],
    ['a wrong setting', named('ConfigError', 'ARIZE_API_KEY is not set'), { exitCode: 2 }],
    ['a wrong connection setting', named('ConnectionConfigError', 'bad address'), { exitCode: 2 }],
    ['no server to be had', named('ServerNotFoundError', 'nowhere'), { exitCode: 5 }],
    [
      'a wrong file',
      new InvalidFileError('p.yaml', [{ line: 1, column: 2, path: 'name', message: 'is missing' }]),
      { exitCode: 2, message: 'p.yaml:1:2 name: is missing' },
    ],
    [
      'a file that cannot be written',
      named('Error', 'EACCES: x', { code: 'EACCES', syscall: 'open', path: '/x' }),
      { exitCode: 2, code: 'EACCES' },
    ],
    ['a mistake of ours', new TypeError('x is undefined'), { exitCode: 1, code: 'Unexpected' }],
    ['something that is no error', 'boom', { exitCode: 1, message: 'Unexpected error: boom' }],
  ])('%s', (_, error, expected) => {
    expect(explainError(error)).toMatchObject(expected);
  });
});
