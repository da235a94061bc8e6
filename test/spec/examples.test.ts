import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parsePipeline } from '../../src/spec/parse-pipeline.js';
import { parseTask } from '../../src/spec/parse-task.js';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(ya?ml|json)$/.test(file),
);
const isTask = (file: string): boolean => basename(file).startsWith('task.');
const textOf = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8');

test('there are examples', () => {
  expect(files).toContain('01-experiment-then-evaluations/pipeline.yaml');
  expect(files).toContain('02-task-as-code/task.yaml');
});

test.each(files.filter((file) => !isTask(file)))('%s is a pipeline', (file) => {
  const plan = parsePipeline(textOf(file), file, {});
  expect(plan.steps.length).toBeGreaterThan(0);
});

test.each(files.filter(isTask))('%s is a task', (file) => {
  expect(parseTask(textOf(file), file, {}).name).not.toBe('');
});
