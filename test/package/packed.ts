import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';

const execute = promisify(execFile);
export const project = fileURLToPath(new URL('../..', import.meta.url));
const ITSELF = 'ax-tasks-temporal';

/** The package as it would be published, in a folder where a user would have it installed. */
export interface Packed {
  /** Of the user: everything in it can import the package. */
  folder: string;
  /** The packed files, by their paths in the package. */
  files: string[];
  manifest: Manifest;
  remove(): Promise<void>;
}

export interface Manifest {
  exports: Record<string, string | { types: string; default: string }>;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
}

/** Packs the build that is there, and unpacks it beside links to the project's own dependencies: no network. */
export async function packed(): Promise<Packed> {
  const folder = await mkdtemp(`${tmpdir()}/ax-tasks-package-`);
  const modules = `${folder}/node_modules`;
  await mkdir(`${modules}/${ITSELF}`, { recursive: true });
  const { stdout } = await execute(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    { cwd: project, maxBuffer: 1e8 },
  );
  const [pack] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (pack === undefined) throw new Error(`npm pack told nothing: ${stdout}`);
  const target = `${modules}/${ITSELF}`;
  await execute('tar', ['-xzf', `${folder}/${pack.filename}`, '-C', target, '--strip-components=1']);
  await linkDependencies(modules);
  const manifest = JSON.parse(await readFile(`${target}/package.json`, 'utf8')) as Manifest;
  const files = pack.files.map(({ path }) => path);
  return { folder, files, manifest, remove: () => rm(folder, { recursive: true }) };
}

async function linkDependencies(modules: string): Promise<void> {
  const names = (await readdir(`${project}/node_modules`)).filter((name) => !name.startsWith('.'));
  const others = names.filter((name) => name !== ITSELF);
  await Promise.all(others.map((name) => symlink(`${project}/node_modules/${name}`, `${modules}/${name}`)));
}

/** What the TypeScript compiler says about a folder with a `tsconfig.json`; empty where all is well. */
export async function compile(folder: string): Promise<string> {
  try {
    await execute(process.execPath, [`${project}/node_modules/typescript/bin/tsc`, '-p', folder]);
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/**
 * What is wrong with the sources of a folder with a `tsconfig.json`, and with the declarations of the package that they
 * use; of other packages nothing is checked, which would take long.
 */
export function problemsOf(folder: string): string[] {
  const { config } = ts.readConfigFile(`${folder}/tsconfig.json`, (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options);
  const ours = program.getSourceFiles().filter(({ fileName }) => !FOREIGN.test(fileName));
  return [
    ...program.getOptionsDiagnostics(),
    ...ours.flatMap((file) => program.getSemanticDiagnostics(file)),
  ].map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

const FOREIGN = new RegExp(`node_modules/(?!${ITSELF}/)`);
