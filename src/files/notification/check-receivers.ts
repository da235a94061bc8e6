import { CHANNELS } from '../../model/notification/receiver.js';
import { isLoopback } from '../../model/base/loopback.js';
import { suggestion } from '../../model/base/near-name.js';
import type { Finding, ValuePath } from '../document/finding.js';
import { isRecord } from '../document/loose-step.js';
import { checkTemplate } from './check-template.js';
import { urlProblem } from './check-urls.js';

type Loose = Readonly<Record<string, unknown>>;

/** What the schema cannot say: one channel for each receiver, TLS, templates, and receivers of rules that exist. */
export function checkReceivers(data: unknown): Finding[] {
  if (!isRecord(data)) return [];
  const { receivers, default: rules, links } = data;
  const named = isRecord(receivers) ? receivers : {};
  return [
    ...Object.entries(named).flatMap(([name, receiver]) =>
      isRecord(receiver) ? under(['receivers', name], checkReceiver(receiver)) : [],
    ),
    ...(Array.isArray(rules) ? unknownReceivers(rules, Object.keys(named)) : []),
    ...linkFindings(links),
  ];
}

const under = (path: ValuePath, findings: readonly Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, path: [...path, ...finding.path] }));

const TEXTS = ['title', 'text'];

function checkReceiver(receiver: Loose): Finding[] {
  const [channel, other] = CHANNELS.filter((each) => receiver[each] !== undefined);
  // A field of another name is a misspelt channel, which is reported by itself.
  if (channel === undefined && Object.keys(receiver).some((name) => !TEXTS.includes(name))) return [];
  if (channel === undefined)
    return [{ path: [], message: `has no channel, expected one of ${CHANNELS.join(', ')}` }];
  if (other !== undefined)
    return [
      { path: [other], at: 'key', message: `cannot be combined with ${channel}: use a receiver of its own` },
    ];
  const { email } = receiver;
  return [
    ...(isRecord(email) ? under(['email'], checkEmail(email)) : []),
    ...TEXTS.flatMap((name) => under([name], checkTemplate(receiver[name]))),
  ];
}

const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,255}$/;
const HOST = /^[A-Za-z0-9.-]{1,255}$/;

/** Addresses and hosts are parts of lines that steer a mail server, so they are plain ones. */
function checkEmail({ host, tls, user, password, from, to }: Loose): Finding[] {
  const addresses: [ValuePath, unknown][] = [
    [['from'], from],
    ...(Array.isArray(to) ? to.map((each, at): [ValuePath, unknown] => [['to', at], each]) : []),
  ];
  const wrong = addresses.filter(([, value]) => typeof value === 'string' && !ADDRESS.test(value));
  const isOpen = tls === 'none' && typeof host === 'string' && !isLoopback(host);
  return [
    ...wrong.map(([path]) => ({
      path,
      message: 'is not a plain address, expected one like ops@example.com',
    })),
    ...(typeof host === 'string' && !HOST.test(host)
      ? [{ path: ['host'], message: 'is not a host name' }]
      : []),
    ...(isOpen
      ? [
          {
            path: ['tls'],
            message: 'is "none", expected implicit or starttls: only this machine may be reached without TLS',
          },
        ]
      : []),
    ...((user === undefined) === (password === undefined)
      ? []
      : [{ path: [], message: 'has only one of user and password, expected both or neither' }]),
  ];
}

const unknownReceivers = (rules: readonly unknown[], names: readonly string[]): Finding[] =>
  rules.flatMap((rule, at) => {
    const to = isRecord(rule) ? rule['to'] : rule;
    if (typeof to !== 'string' || names.includes(to)) return [];
    const path = isRecord(rule) ? ['default', at, 'to'] : ['default', at];
    return [
      {
        path,
        message: `is ${JSON.stringify(to)}, which is not a receiver of this file${suggestion(to, names)}`,
      },
    ];
  });

function linkFindings(links: unknown): Finding[] {
  const url = isRecord(links) ? links['temporal'] : undefined;
  const problem = typeof url === 'string' ? urlProblem(url) : null;
  return problem === null ? [] : [{ path: ['links', 'temporal'], message: problem }];
}
