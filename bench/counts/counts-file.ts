import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleBareWorkflows } from '../bare/bundle.js';
import type { Counts } from './compare.js';
import { measureCounts } from './measure-counts.js';

const FILE = fileURLToPath(new URL('../counts.json', import.meta.url));
const ABOUT =
  'What the product costs on any machine: npm run bench:counts compares, and with -- --write writes. `within` is how far a count may be off, up or down: whether a workflow is told two things by one workflow task or by two is a matter of microseconds.';

export async function committedCounts(): Promise<Counts> {
  return (JSON.parse(await readFile(FILE, 'utf8')) as { readonly counts: Counts }).counts;
}

export const writeCounts = (counts: Counts): Promise<void> =>
  writeFile(FILE, `${JSON.stringify({ about: ABOUT, counts }, null, 2)}\n`);

/** Measures on an embedded server. */
export async function countsNow(say: (line: string) => void): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-counts-'));
  try {
    const bareBundle = join(folder, 'bare.js');
    await bundleBareWorkflows(bareBundle);
    return await measureCounts(bareBundle, say);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
