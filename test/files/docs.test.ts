import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { validatePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { stepFile } from '../../src/files/pipeline/step-file.js';

const page = readFileSync(new URL('../../docs/pipelines.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);

const HEAD = 'version: 1\nname: docs\nspace: research\n';
const asFile = (block: string): string => (block.startsWith('- id') ? `${HEAD}steps:\n${block}` : block);

test.each(blocks.map((block) => [block.split('\n').slice(0, 4).join(' '), block]))(
  'the example of docs/pipelines.md is valid: %s',
  (_, block) => {
    const given = { values: [], isPartial: true };
    expect(validatePipeline(asFile(block), 'docs.yaml', {}, given).steps).toBeGreaterThan(0);
  },
);

test('docs/pipelines.md names every member of a step', () => {
  const unnamed = Object.keys(stepFile.shape).filter(
    (member) => !new RegExp(`\`(.*\\b)?${member}\\b`).test(page),
  );
  expect(unnamed).toEqual([]);
});
