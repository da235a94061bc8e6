import { execFile, spawn } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';

const execute = promisify(execFile);
const project = fileURLToPath(new URL('../..', import.meta.url));
const USER = { uid: 1000, gid: 1000 };

/** One instruction of a Dockerfile: its name and the rest, its lines joined. */
type Instruction = [name: string, rest: string];

/** The instructions of each stage, in order. */
function stagesOf(dockerfile: string): Instruction[][] {
  const lines = dockerfile.replace(/\\\n/g, ' ').split('\n');
  const instructions = lines.flatMap((line): Instruction[] => {
    const match = /^([A-Z]+)\s+(.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
  });
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction[0] === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

/** Does in `folder`, which stands for the working directory, what a stage does in a container. */
async function carryOut(stage: readonly Instruction[], folder: string, from: string): Promise<void> {
  for (const [name, rest] of stage) {
    if (name === 'COPY') await copy(rest, folder, from);
    else if (name === 'RUN' && !rest.includes('apt-get') && !rest.startsWith('ln '))
      await execute('sh', ['-c', rest.startsWith('npm ci') ? takeModules : rest], {
        cwd: folder,
        maxBuffer: 1e8,
      });
  }
}

/** What `npm ci` would install by the same lock file is there already. */
const modules = join(project, 'node_modules');
const takeModules = `cp -al ${modules} . 2>/dev/null || cp -a ${modules} .; rm -rf node_modules/.cache`;

async function copy(rest: string, folder: string, from: string): Promise<void> {
  const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
  const target = words.pop() ?? '';
  for (const word of words) {
    const source = join(from, word.replace('/app/', ''));
    const isInto = target.endsWith('/');
    await cp(source, join(folder, isInto ? word.replace('/app/', '') : target), { recursive: true });
  }
}

let image: string;
let build: string;
let runtime: Instruction[];

beforeAll(async () => {
  const [first = [], second = []] = stagesOf(await readFile(join(project, 'Dockerfile'), 'utf8'));
  runtime = second;
  build = await mkdtemp(join(tmpdir(), 'ax-image-build-'));
  image = await mkdtemp(join(tmpdir(), 'ax-image-'));
  await carryOut(first, build, project);
  await carryOut(second, image, build);
  await chmod(image, 0o755);
  return async () => {
    await Promise.all([build, image].map((folder) => rm(folder, { recursive: true })));
  };
}, 300_000);

test('the image has the core of its own platform alone, and nothing that is only for development', async () => {
  const core = join(image, 'node_modules/@temporalio/core-bridge/releases');
  expect(await readdir(core)).toHaveLength(1);
  const modules = await readdir(join(image, 'node_modules'));
  for (const name of ['vitest', 'typescript', 'eslint']) expect(modules).not.toContain(name);
  expect((await readdir(image)).sort()).toEqual(['dist', 'node_modules', 'package.json']);
});

test('the context of the build is no more than what the build copies', async () => {
  const ignored = await readFile(join(project, '.dockerignore'), 'utf8');
  const allowed = ignored.split('\n').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const [first = []] = stagesOf(await readFile(join(project, 'Dockerfile'), 'utf8'));
  const copied = first.flatMap(([name, rest]) =>
    name === 'COPY'
      ? rest
          .split(/\s+/)
          .slice(0, -1)
          .filter((word) => !word.startsWith('--'))
      : [],
  );
  expect(allowed.sort()).toEqual(copied.sort());
});

test.skipIf(process.getuid?.() !== 0)(
  'a user who can write nothing of it runs its worker and its CLI',
  { timeout: 60_000 },
  async () => {
    const [, command = ''] = runtime.find(([name]) => name === 'CMD') ?? [];
    const [node, ...args] = JSON.parse(command) as string[];
    expect(node).toBe('node');
    const { stdout } = await execute(process.execPath, ['dist/starter.js', '--version'], {
      cwd: image,
      ...USER,
    });
    expect(stdout).toMatch(/\d+\.\d+\.\d+/);
    const worker = spawn(process.execPath, args, {
      cwd: image,
      env: { ARIZE_API_KEY: 'ak-canary', TEMPORAL_ADDRESS: '127.0.0.1:1' },
      ...USER,
    });
    let output = '';
    worker.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    const code = await new Promise((resolve) => worker.once('close', resolve));
    expect(output).toContain('127.0.0.1:1');
    expect(output).not.toContain('canary');
    expect(code).toBe(5);
  },
);

test('no layer has a key: nothing of the environment is written into the files', async () => {
  const [first = []] = stagesOf(await readFile(join(project, 'Dockerfile'), 'utf8'));
  for (const [name, rest] of [...first, ...runtime]) {
    if (['ENV', 'ARG'].includes(name)) expect(rest).not.toMatch(/KEY|SECRET|TOKEN|PASSWORD/i);
  }
});
