import { expect, test } from 'vitest';
import { differences } from './compare.js';
import { committedCounts, countsNow } from './counts-file.js';

test('runs, waits, a backfill and a fan-out cost what bench/counts.json says', async () => {
  const problems = differences(await committedCounts(), await countsNow(() => undefined));
  expect(problems.join('\n')).toBe('');
}, 600_000);
