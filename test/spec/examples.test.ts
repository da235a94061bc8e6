import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parsePipeline } from '../../src/spec/parse-pipeline.js';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(ya?ml|json)$/.test(file),
);

test('there are examples', () => {
  expect(files).toContain('01-experiment-then-evaluations/pipeline.yaml');
});

test.each(files)('%s is a pipeline', (file) => {
  const plan = parsePipeline(readFileSync(`${folder}/${file}`, 'utf8'), file, {});
  expect(plan.steps.length).toBeGreaterThan(0);
});
