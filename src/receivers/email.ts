import type { EmailSettings } from '../model/notification/receiver.js';
import type { SendAnswer } from '../model/notification/receivers.js';
import { misconfigured, unavailable } from './outlet.js';
import type { Message, Outlet, Surroundings } from './outlet.js';
import { secretOf } from './secret-of.js';

/** Sends a mail by SMTP. */
export const email =
  (settings: EmailSettings, surroundings: Surroundings): Outlet =>
  async (message) => {
    const password =
      settings.password === undefined ? null : secretOf('password', settings.password, surroundings);
    if (password !== null && 'problem' in password) return misconfigured(password.problem);
    return sendMail(settings, password?.secret ?? null, message, surroundings);
  };

async function sendMail(
  settings: EmailSettings,
  password: string | null,
  message: Message,
  { ca, withinMs = 30_000 }: Surroundings,
): Promise<SendAnswer> {
  // Loaded by the first mail: most workers send none.
  const { createTransport } = await import('nodemailer');
  const { rootCertificates } = await import('node:tls');
  const { host, port, tls, user } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(ca === undefined ? {} : { tls: { ca: [...rootCertificates, ca] } }),
    ...(user === undefined || password === null ? {} : { auth: { user, pass: password } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: Math.min(10_000, withinMs),
    dnsTimeout: Math.min(10_000, withinMs),
    greetingTimeout: withinMs,
    socketTimeout: withinMs,
  });
  // A server that says a little now and then keeps no attempt.
  const timer = setTimeout(() => transport.close(), withinMs);
  try {
    const { rejected } = await transport.sendMail(mailOf(settings, message));
    if (rejected.length === 0) return { kind: 'taken', answer: 'accepted by the mail server' };
    return {
      kind: 'refused',
      why: `${host} refused ${rejected.length} of ${settings.to.length} addresses; the others were sent to`,
    };
  } catch (error) {
    return judge(host, error);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

/**
 * The same in each attempt: a mailbox that has the Message-ID already shows one mail. nodemailer encodes header values, so
 * that no line break in them begins another header.
 */
const mailOf = ({ from, to }: EmailSettings, { notice, text }: Message) => ({
  from,
  to,
  subject: `[ax-tasks] ${text.title}`,
  text: [text.text, ...(text.link === null ? [] : [text.link])].filter((part) => part !== '').join('\n\n'),
  messageId: `<${notice.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
  date: new Date(notice.at),
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
});

/** What the server said is told by its code alone: its text may repeat what was sent. */
function judge(host: string, error: unknown): SendAnswer {
  const {
    code = 'unknown',
    responseCode,
    command,
  } = error as { code?: string; responseCode?: number; command?: string };
  const at = command === undefined || command === 'CONN' ? '' : ` to ${command.split(' ')[0]}`;
  if (responseCode !== undefined && responseCode >= 400) {
    const why = `${host} answered ${responseCode}${at}`;
    return responseCode >= 500
      ? { kind: 'refused', why: `${why}${ADVICE[responseCode] ?? ''}` }
      : unavailable(why);
  }
  if (code === 'EAUTH')
    return { kind: 'refused', why: `${host} takes no login; check tls, user and password` };
  return unavailable(`no answer from ${host} (${code})`);
}

const ADVICE: Readonly<Record<number, string>> = {
  530: '; it wants a login: set user and password',
  535: '; check user and password',
  550: '; check the addresses',
};
