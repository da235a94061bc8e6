import { createRequire } from 'node:module';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadSource, FetchContext } from './download-source.js';

const firstByteTimeoutMs = 10_000;
const downloadTimeoutMs = 15 * 60_000;

/**
 * The SDK can download a server only in order to start it at once. Here nothing unverified may run, so this process
 * takes away the right to execute new files: the download is kept and the start fails. It is a process of its own
 * because of that, and because a server would share its standard output.
 */
const program = `
process.umask(0o111);
const { Runtime } = require(process.argv[1]);
(async () => {
  const runtime = Runtime.instance();
  await runtime.shutdownEphemeralServer(await runtime.createEphemeralServer(JSON.parse(process.argv[2])));
})().catch((error) => {
  process.stderr.write(error.message);
  process.exitCode = 1;
});
`;

function serverConfig({ tool }: FetchContext, downloadDir: string): object {
  const version = `v${tool.version}`;
  const exe = { type: 'cached-download', downloadDir, version, ttl: 0xffffffff, sdkName: '', sdkVersion: '' };
  if (tool.tool === 'test-server') return { type: 'time-skipping', exe, port: null, extraArgs: [] };
  const log = { format: 'pretty', level: 'never' };
  const where = {
    ip: '127.0.0.1',
    port: null,
    ui: false,
    uiPort: null,
    namespace: 'default',
    dbFilename: null,
  };
  return { type: 'dev-server', exe, ...where, log, extraArgs: [] };
}

/** The SDK repeats itself from the outer to the inner error: the innermost is the answer. */
function reasonOf(stderr: string): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return last.split('): ').at(-1)?.trim() || 'no output';
}

/** Ends a download that got no first byte: behind some firewalls a connection is neither accepted nor refused. */
function limitTime(child: ChildProcess, downloadDir: string): () => void {
  const kill = () => child.kill('SIGKILL');
  const first = setTimeout(() => {
    void readdir(downloadDir).then((names) => names.length > 0 || kill(), kill);
  }, firstByteTimeoutMs);
  const whole = setTimeout(kill, downloadTimeoutMs);
  return () => [first, whole].forEach(clearTimeout);
}

function runDownload(context: FetchContext, downloadDir: string): Promise<string> {
  const worker = createRequire(import.meta.url).resolve('@temporalio/worker');
  const args = ['-e', program, '--', worker, JSON.stringify(serverConfig(context, downloadDir))];
  const child = spawn(process.execPath, args, { env: context.env, stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = limitTime(child, downloadDir);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      stop();
      resolve(signal === null ? reasonOf(stderr) : 'there was no answer in time');
    });
  });
}

/** The download that is built into the Temporal SDK, asked for the pinned version. */
export const sdkSource: DownloadSource = {
  title: "the Temporal SDK's own download",
  fetch: async (context) => {
    const downloadDir = join(context.staging, 'sdk');
    await mkdir(downloadDir);
    const reason = await runDownload(context, downloadDir);
    const target = join(downloadDir, `${context.tool.executable}-v${context.tool.version}`);
    await access(target).catch(() => {
      throw new Error(reason);
    });
    return target;
  },
};
