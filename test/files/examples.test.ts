import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { validatePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { parseSchedule } from '../../src/files/schedule/parse-schedule.js';
import { parseTask } from '../../src/files/task/parse-task.js';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);
const named = (name: string): string[] => files.filter((file) => basename(file) === name);
const textOf = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8');

test('there are examples', () => {
  expect(files).toContain('02-experiment-then-evaluations/pipeline.yaml');
  expect(files).toContain('06-tasks-as-code/task.yaml');
  expect(files).toContain('10-watermark/schedule.yaml');
});

test.each(named('pipeline.yaml'))('%s is a pipeline', (file) => {
  expect(validatePipeline(textOf(file), file, {}, { values: [], isPartial: true }).steps).toBeGreaterThan(0);
});

test.each(named('task.yaml'))('%s is a task', (file) => {
  expect(parseTask(textOf(file), file, {}).name).not.toBe('');
});

test.each(named('schedule.yaml'))('%s is a schedule, without warnings', async (file) => {
  const beside = (path: string) => Promise.resolve(textOf(`${dirname(file)}/${path}`));
  const { warnings } = await parseSchedule(textOf(file), file, {}, beside);
  expect(warnings).toEqual([]);
});
