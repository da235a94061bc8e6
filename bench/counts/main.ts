import { differences } from './compare.js';
import { committedCounts, countsNow, writeCounts } from './counts-file.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const isWrite = process.argv.includes('--write');

// Every child is killed when this process ends, by whatever way.
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

const counts = await countsNow(say);
for (const [name, { count }] of Object.entries(counts))
  process.stdout.write(`${String(count).padStart(6)}  ${name}\n`);
if (isWrite) await writeCounts(counts);
const differ = isWrite ? [] : differences(await committedCounts(), counts);
for (const each of differ) process.stdout.write(`differs: ${each}\n`);
process.exit(differ.length > 0 ? 1 : 0);
