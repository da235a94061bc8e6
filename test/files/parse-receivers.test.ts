import { describe, expect, test } from 'vitest';
import { parseReceivers } from '../../src/files/notification/parse-receivers.js';
import { InvalidFileError } from '../../src/files/document/finding.js';

const problemsOf = (text: string, env = {}): string[] => {
  try {
    parseReceivers(text, 'receivers.yaml', env);
  } catch (error) {
    if (error instanceof InvalidFileError) return error.message.split('\n');
    throw error;
  }
  return [];
};

const ALL = `receivers:
  hook: { webhook: { url: "https://\${HOST}/hook", secret: { env: HOOK_SECRET } } }
  chat: { slack: { url: { file: /run/secrets/slack-url } }, title: "\${{ name }} \${{kind}}", text: "\${{ evidence }}" }
  room: { teams: { url: { env: TEAMS_URL } } }
  mail:
    email: { host: smtp.example.com, from: ax@example.com, to: [ops@example.com] }
  login:
    email:
      { host: smtp.example.com, tls: starttls, user: ax, password: { env: MAIL_PASSWORD }, from: ax@example.com, to: [a@example.com] }
  pager: { pagerduty: { routingKey: { env: PD_KEY } } }
default:
  - chat
  - { to: pager, on: [failed, recovered] }
links: { temporal: https://temporal.example/ui/ }
`;

test('a file of all channels is read, with its defaults', () => {
  expect(parseReceivers(ALL, 'receivers.yaml', { HOST: 'ops.example' })).toEqual({
    receivers: {
      hook: {
        channel: 'webhook',
        settings: { url: 'https://ops.example/hook', secret: { env: 'HOOK_SECRET' } },
      },
      chat: {
        channel: 'slack',
        settings: { url: { file: '/run/secrets/slack-url' } },
        title: '${{ name }} ${{kind}}',
        text: '${{ evidence }}',
      },
      room: { channel: 'teams', settings: { url: { env: 'TEAMS_URL' } } },
      mail: {
        channel: 'email',
        settings: {
          host: 'smtp.example.com',
          port: 465,
          tls: 'implicit',
          from: 'ax@example.com',
          to: ['ops@example.com'],
        },
      },
      login: {
        channel: 'email',
        settings: {
          ...{
            host: 'smtp.example.com',
            port: 587,
            tls: 'starttls',
            user: 'ax',
            password: { env: 'MAIL_PASSWORD' },
          },
          ...{ from: 'ax@example.com', to: ['a@example.com'] },
        },
      },
      pager: {
        channel: 'pagerduty',
        settings: { routingKey: { env: 'PD_KEY' }, url: 'https://events.pagerduty.com/v2/enqueue' },
      },
    },
    default: [{ to: 'chat' }, { to: 'pager', on: ['failed', 'recovered'] }],
    temporalUi: 'https://temporal.example/ui/',
  });
});

const one = (receiver: string, more = ''): string => `receivers:\n  ops: ${receiver}\n${more}`;
const mail = (more: string): string =>
  one(`{ email: { host: smtp.example.com, from: a@example.com, to: [b@example.com], ${more} } }`);

describe('a file is refused that', () => {
  test.each([
    [
      'has no receivers',
      'default: []',
      'receivers.yaml:1:1 receivers: is missing, expected a mapping of names',
    ],
    [
      'has an unknown channel',
      one('{ slak: {} }'),
      'receivers.yaml:2:10 receivers.ops.slak: is not a field of a receiver; did you mean "slack"?',
    ],
    [
      'has a receiver without a channel',
      one('{ title: a }'),
      'has no channel, expected one of webhook, slack',
    ],
    [
      'has a receiver with two channels',
      one('{ slack: { url: { env: A } }, teams: { url: { env: B } } }'),
      'receivers.ops.teams: cannot be combined with slack',
    ],
    [
      'names a receiver by a sentence',
      'receivers: { "my ops": { slack: { url: { env: A } } } }',
      'is "my ops", expected a name',
    ],
    [
      'tells a receiver that it lacks',
      one('{ slack: { url: { env: A } } }', 'default: [opps]'),
      'receivers.yaml:3:11 default[0]: is "opps", which is not a receiver of this file; did you mean "ops"?',
    ],
    [
      'tells of an unknown kind',
      one('{ slack: { url: { env: A } } }', 'default: [{ to: ops, on: [fail] }]'),
      'default[0].on[0]: is "fail", expected failed',
    ],
    [
      'has an unknown placeholder',
      one('{ slack: { url: { env: A } }, title: "${{ titel }}" }'),
      'receivers.ops.title: has the unknown placeholder "titel"; did you mean "title"?',
    ],
    [
      'has an expression',
      one('{ slack: { url: { env: A } }, title: "${{ size(name) }}" }'),
      'has the unknown placeholder "size(name)", expected one of title, kind',
    ],
    [
      'has an open placeholder',
      one('{ slack: { url: { env: A } }, title: "${{ title" }'),
      'has a ${{ that is not closed',
    ],
    [
      'sends mail without TLS to another machine',
      mail('tls: none'),
      'receivers.ops.email.tls: is "none", expected implicit or starttls',
    ],
    ['has a login without a password', mail('user: a'), 'has only one of user and password'],
    [
      'has a header in an address',
      one('{ email: { host: h, from: "a@b.c\\nBcc: x@y.z", to: [b@example.com] } }'),
      'receivers.ops.email.from: is not a plain address',
    ],
    ['has a port that is none', mail('port: 99999'), 'is 99999, expected a port from 1 to 65535'],
    [
      'links to no URL',
      one('{ slack: { url: { env: A } } }', 'links: { temporal: temporal.example }'),
      'links.temporal: is not a URL',
    ],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('what may be a secret is in no message:', () => {
  test.each([
    [
      'a URL of Slack',
      one('{ slack: { url: https://hooks.slack.com/canary } }'),
      'receivers.ops.slack.url: must not be in this file',
    ],
    [
      'a secret',
      one('{ webhook: { url: "https://a.example", secret: canary } }'),
      'receivers.ops.webhook.secret: must not be in this file',
    ],
    [
      'a secret of digits',
      one('{ pagerduty: { routingKey: 314159 } }'),
      'receivers.ops.pagerduty.routingKey: must not be in this file',
    ],
    [
      'a secret as a variable',
      one('{ webhook: { url: "https://a.example", secret: "${HOOK}" } }'),
      'must not be in this file',
    ],
    [
      'a list',
      one('{ email: { host: h, from: a@b.c, to: [a@b.c], user: a, password: [canary] } }'),
      'must not be in this file',
    ],
    [
      'the name of a variable',
      one('{ teams: { url: { env: "https://canary" } } }'),
      'has no name of a variable in env',
    ],
    ['the path of a file', one('{ teams: { url: { file: canary } } }'), 'has no absolute path in file'],
    [
      'both',
      one('{ teams: { url: { env: A, file: /canary } } }'),
      'expected either { env: NAME } or { file: /path }',
    ],
    [
      'a channel',
      one('{ slack: https://hooks.slack.com/canary }'),
      'receivers.ops.slack: expected a mapping with url',
    ],
    ['a receiver', one('https://hooks.slack.com/canary'), 'receivers.ops: expected a mapping with webhook'],
    [
      'an http URL',
      one('{ webhook: { url: "http://a.example/canary", secret: { env: A } } }'),
      'begins with http, expected https',
    ],
    [
      'a URL with a password',
      one('{ webhook: { url: "https://a:canary@a.example", secret: { env: A } } }'),
      'has a user name or password',
    ],
    ['no URL', one('{ webhook: { url: "a.example/canary", secret: { env: A } } }'), 'is not a URL'],
  ])('%s', (_, text, problem) => {
    const problems = problemsOf(text, { HOOK: 'canary' });
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems.join()).not.toMatch(/canary|314159/);
  });
});

test('this machine may be reached by http', () => {
  expect(problemsOf(one('{ webhook: { url: "http://127.0.0.1:8080/hook", secret: { env: A } } }'))).toEqual(
    [],
  );
});
