import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import type { Build } from './build.js';

/** How far a release goes beyond the one before it. */
export type Novelty =
  /** New members in all that it writes but the inputs of workflows: memos, ledgers, signals, requests, answers, heartbeats. */
  | 'members'
  /** These, new members in the inputs of workflows, and a new command in each run, behind `patched`. */
  | 'inputs and commands';

/**
 * A release after this one, since there is none yet: a copy of a build whose worker writes more than the build knows. Its
 * codec adds a member to each object that leaves the worker, and takes it away from each that comes.
 */
export async function nextRelease(build: Build, novelty: Novelty): Promise<Build> {
  const folder = `${dirname(build.folder)}/next-${novelty.replaceAll(' ', '-')}`;
  await cp(build.folder, folder, { recursive: true });
  // Its modules are loaded one by one, so that a change of one has an effect.
  await rm(`${folder}/dist/worker-bundle`, { recursive: true, force: true });
  const isWide = novelty === 'inputs and commands';
  await change(`${folder}/dist/temporal/encryption/data-converters.js`, {
    'payloadCodecs: [encryptingCodec(keys)]': 'payloadCodecs: [ofNextRelease, encryptingCodec(keys)]',
  });
  await append(`${folder}/dist/temporal/encryption/data-converters.js`, codec(isWide));
  if (isWide) await addCommand(folder);
  return { ...build, folder, worker: `${folder}/dist/worker.js`, cli: `${folder}/dist/starter.js` };
}

/** A marker and an upsert of search attributes in each run, as any change behind `patched` has them. */
async function addCommand(folder: string): Promise<void> {
  const file = `${folder}/dist/workflows/run/begin-run.js`;
  await change(file, {
    'export async function beginRun(':
      "import { patched } from '@temporalio/workflow';\nexport async function beginRun(",
  });
  await change(file, { ') {\n': ") {\n    patched('of-next-release');\n" });
  const { code } = await bundleWorkflowCode({
    workflowsPath: `${folder}/dist/workflows/index.js`,
    preloadModules: [`${folder}/dist/workflows/preload.js`],
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(`${folder}/dist/workflow-bundle.js`, code);
}

/** Replaces texts; each must be there, or the release would be no other one. */
async function change(file: string, texts: Readonly<Record<string, string>>): Promise<void> {
  let code = await readFile(file, 'utf8');
  for (const [before, after] of Object.entries(texts)) {
    if (!code.includes(before)) throw new Error(`${file} has no ${before}`);
    code = code.replace(before, after);
  }
  await writeFile(file, code);
}

const append = async (file: string, code: string): Promise<void> =>
  writeFile(file, `${await readFile(file, 'utf8')}\n${code}`);

/** The member that it adds. */
export const NEW_MEMBER = 'ofNextRelease';

const codec = (isWide: boolean): string => `
const MEMBER = '${NEW_MEMBER}';
const isJson = ({ metadata }) => Buffer.from(metadata?.encoding ?? []).toString() === 'json/plain';
const isInput = (value) =>
  ['intent', 'plan', 'definition', 'holder', 'provenMs', 'windows', 'work', 'step', 'verb'].some((name) => name in value) ||
  Object.keys(value).every((name) => ['taskId', 'month', 'resume', 'runId', 'wait'].includes(name));
const changed = (payload, change) => {
  if (!isJson(payload)) return payload;
  const value = JSON.parse(Buffer.from(payload.data).toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return payload;
  return { ...payload, data: Buffer.from(JSON.stringify(change(value))) };
};
const withMember = (value) => (${String(isWide)} || !isInput(value) ? { ...value, [MEMBER]: 1 } : value);
const withoutMember = ({ [MEMBER]: _member, ...value }) => value;
const ofNextRelease = {
  encode: async (payloads) => payloads.map((payload) => changed(payload, withMember)),
  decode: async (payloads) => payloads.map((payload) => changed(payload, withoutMember)),
};
`;
