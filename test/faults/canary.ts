import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The API key of every worker: whatever holds it leaked it. */
export const CANARY_KEY = 'ak-canary-c4a1f0fa17';

const FORMS = [CANARY_KEY, Buffer.from(CANARY_KEY).toString('base64').replace(/=+$/, '')];

/** In how many places the key stands: files of the folder (databases, logs), and a text. */
export async function countKey(folder: string, text: string): Promise<number> {
  const names = await readdir(folder);
  let found = holdsKey(Buffer.from(text)) ? 1 : 0;
  for (const name of names) found += holdsKey(await bytesOf(join(folder, name))) ? 1 : 0;
  return found;
}

/** A database's journal may go between the list of names and this; what it held is in the database. */
async function bytesOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
}

const holdsKey = (bytes: Buffer): boolean => FORMS.some((form) => bytes.includes(form));
