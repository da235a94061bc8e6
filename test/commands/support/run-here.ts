import { Readable, Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { runCli } from '../../../src/commands/run-cli.js';
import type { Ran } from './cli.js';
import { importModule } from './import-module.js';

/**
 * A command line in this process, which saves a second for each. Its arguments may hold what those of a process cannot,
 * such as NUL, and its clock and its standard input may be others.
 */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { nowMs = Date.now, input = '' }: { nowMs?: (() => number) | undefined; input?: string } = {},
): Promise<Ran> {
  const [stdout, stderr] = [memory(), memory()];
  const stdin = Object.assign(Readable.from([input]), { isTTY: false });
  const code = await runCli(args, { env, stdin, stdout, stderr, nowMs, importModule });
  return {
    code,
    stdout: stdout.text(),
    stderr: stderr.text(),
    json: <Data>() => JSON.parse(stdout.text()) as { version: number; kind: string; data: Data },
  };
}

function memory(): WriteStream & { text(): string } {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return Object.assign(stream as WriteStream, { isTTY: false, text: () => text });
}
