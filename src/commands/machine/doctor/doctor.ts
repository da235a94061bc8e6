import { EXIT } from '../../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../../model/temporal/exit-codes.js';
import { loadConnection } from '../../../config/proxy-config.js';
import type { ConnectionSettings } from '../../../temporal/connect.js';
import { checkLines } from '../../../terminal/views/doctor-lines.js';
import type { DoctorCheck } from '../../../terminal/views/doctor-lines.js';
import type { CliContext } from '../../base/context.js';
import { explainError } from '../../base/explain-error.js';
import { Output } from '../../base/output.js';
import type { CallOptions } from '../../session/call-once.js';
import { withSession } from '../../session/session.js';
import type { Session } from '../../session/session.js';
import { checkQueue } from './check-queue.js';
import { checkService } from './check-service.js';
import { checkVersions } from './check-versions.js';

export type DoctorOptions = CallOptions & { timeout?: number };

const DEFAULT_TIMEOUT_MS = 15_000;

/** Looks at everything that has to be right, changes nothing, and says what to do about what is not. */
export async function doctor(context: CliContext, options: DoctorOptions): Promise<number> {
  const output = new Output(context, options);
  const settings = loadConnection(options, context.env);
  const checks = [checkVersions(), settingsCheck(settings)];
  const reached = await reach(context, options, settings);
  checks.push(...reached.checks);
  output.result('doctor', { checks }, (style) => checkLines(checks, style));
  return checks.some(({ state }) => state === 'fail') ? reached.exitCode : EXIT.success;
}

interface Reached {
  checks: DoctorCheck[];
  /** What a failed check means. */
  exitCode: ExitCode;
}

async function reach(
  context: CliContext,
  options: DoctorOptions,
  { address, namespace }: ConnectionSettings,
): Promise<Reached> {
  try {
    return await withSession(context, options, async (session) => {
      const temporal = ok(
        'temporal',
        `connected to ${address}, namespace "${namespace}" exists${await serverVersion(session)}`,
      );
      const { checks, exitCode } = await throughWorker(session, options.timeout ?? DEFAULT_TIMEOUT_MS);
      return { checks: [temporal, ...checks], exitCode };
    });
  } catch (error) {
    const { message, hint, exitCode } = explainError(error);
    const failed: DoctorCheck = { name: 'temporal', state: 'fail', found: message, advice: hint };
    return { checks: [failed, ...['worker', 'service', 'key', 'trigger', 'clock'].map(skipped)], exitCode };
  }
}

async function throughWorker(session: Session, timeoutMs: number): Promise<Reached> {
  const queue = await checkQueue(session);
  if (queue.state === 'fail') {
    return {
      checks: [queue, ...['service', 'key', 'trigger', 'clock'].map(skipped)],
      exitCode: EXIT.unreachable,
    };
  }
  const { checks, exitCode } = await checkService(session, timeoutMs);
  // A worker that polled a minute ago and takes nothing now is dead, or overloaded.
  const isSilent = checks.some(({ name }) => name === 'worker');
  return { checks: isSilent ? checks : [queue, ...checks], exitCode };
}

async function serverVersion({ client }: Session): Promise<string> {
  const { serverVersion: version } = await client.workflowService.getSystemInfo({});
  return version === '' ? '' : ` (server ${version})`;
}

const settingsCheck = ({ address, namespace, tls, apiKey, origins }: ConnectionSettings): DoctorCheck =>
  ok(
    'settings',
    [
      `address ${address} (from ${origins.address})`,
      `namespace ${namespace} (from ${origins.namespace})`,
      `TLS ${tls === false ? 'off' : 'on'} (from ${origins.tls})`,
      `Temporal API key ${apiKey === null ? 'none' : `set (from ${origins.apiKey})`}`,
    ].join('\n'),
  );

const ok = (name: string, found: string): DoctorCheck => ({ name, state: 'ok', found, advice: null });

const skipped = (name: string): DoctorCheck => ({
  name,
  state: 'skipped',
  found: 'not checked, because an earlier check failed',
  advice: null,
});
