import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';
import { InvalidFileError } from '../../src/files/document/finding.js';

const GOOD = {
  version: 1,
  name: 'n',
  labels: { team: 'search' },
  space: 's',
  timeout: '4h',
  inputs: { model: 'small', n: { type: 'integer', default: 3, options: [3, 4] }, list: ['a', 'b'] },
  steps: [
    {
      ...{ id: 'answer', task: 'answer-${{ inputs.model }}', needs: [], timeout: '1h', onTimeout: 'cancel' },
      ...{ matrix: { model: ['x', 'y'], exclude: [{ model: 'y' }], include: [{ model: 'z' }] } },
      ...{
        experimentName: 'run-${{ matrix.model }}',
        maxExamples: '${{ inputs.n }}',
        onEmpty: 'retryAfter 2h',
      },
      ...{
        concurrency: { limit: 2, onConflict: 'skip' },
        retry: { attempts: 3, backoff: '1m', on: ['gone'] },
      },
      ...{ requires: [{ dataset: 'd', minExamples: 5 }], outputs: { first: 'self.items[0].key' } },
    },
    {
      ...{ id: 'score', task: 't', experimentsFrom: ['answer'], if: 'steps.answer.counts.errors < 3' },
      gate: {
        ...{ of: ['score', 'answer/x'], onNoEvidence: 'warn' },
        checks: [
          { meanScore: { evaluation: 'e', min: 0.5, warnBelow: 0.6, baseline: 'previous', maxDrop: 0.1 } },
          { labelShare: { evaluation: 'e', label: 'good', baseline: { experiment: 'x' }, maxDrop: 0 } },
          { condition: '${{ self.errorShare < 0.1 }}' },
        ],
      },
    },
    { id: 'each', task: 't', forEach: 'inputs.list', window: { start: '2026-11-01T00:00Z' } },
    { id: 'ok', approval: { message: 'Go ${{ steps.score.state }}?', timeout: '2d', onTimeout: 'approve' } },
    { id: 'tell', activity: 'notify', with: { a: ['${{ steps.ok.state }}'] } },
    {
      id: 'make',
      ensure: { name: 'e', type: 'code_evaluation', project: 'p', evaluators: [{ evaluatorId: 'v' }] },
    },
  ],
  finally: [{ id: 'end', activity: 'x', when: 'always' }],
  outputs: { run: 'steps.answer.runId' },
};

type Path = (string | number)[];

const pathsIn = (value: unknown, path: Path = []): Path[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([name, each]) => pathsIn(each, [...path, name]))];

function withValue(data: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  const copy = structuredClone(data) as Record<string, unknown>;
  copy[first] = withValue(copy[first], rest, value);
  return copy;
}

const JUNK = fc.oneof(
  fc.constantFrom('', 'x', 0, -1, 1.5, null, true, [], {}, [{}], [[]], '${{', '${{ }}', '${{ 1 / 0 }}', '2h'),
  fc.constantFrom(
    '${{ inputs.list }}',
    '${{ steps.answer }}',
    '${{ matrix.model }}',
    '${{ self }}',
    'a/b',
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

test('the good file is good', () => {
  expect(parsePipeline(JSON.stringify(GOOD), 'p.json', {}).steps).toHaveLength(6);
});

test('whatever stands in any place of a file, it is a plan, or refused with a place and in our words', () => {
  const change = fc.record({ path: fc.constantFrom(...pathsIn(GOOD).slice(1)), value: JUNK });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
      const data = changes.reduce<unknown>((all, { path, value }) => {
        try {
          return withValue(all, path, value);
        } catch {
          return all;
        }
      }, GOOD);
      try {
        expect(parsePipeline(JSON.stringify(data, null, 1), 'p.json', {}).version).toBe(1);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidFileError);
        for (const { line, column, message } of (error as InvalidFileError).problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toMatch(/Invalid|undefined|\[object/);
        }
      }
    }),
    { numRuns: 200 },
  );
});
