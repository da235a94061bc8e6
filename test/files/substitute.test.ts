import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { substitute } from '../../src/files/document/substitute.js';
import { parsePipeline } from '../../src/files/pipeline/parse-pipeline.js';

const VARIABLES = { SPACE: 'prod', EMPTY: '' };

describe('variables in texts', () => {
  test.each([
    ['${SPACE}', 'prod'],
    ['a ${SPACE} b ${SPACE}', 'a prod b prod'],
    ['${EMPTY}', ''],
    ['${NONE:-staging}', 'staging'],
    ['${NONE:staging}', 'staging'],
    ['${NONE:-}', ''],
    ['${NONE:}', ''],
    ['${EMPTY:-staging}', 'staging'],
    ['${EMPTY:staging}', ''],
    ['${SPACE:-staging}', 'prod'],
    ['${SPACE:?say which}', 'prod'],
    ['$${SPACE}', '${SPACE}'],
    ['costs 5$$', 'costs 5$'],
    ['costs 5$ or $SPACE', 'costs 5$ or $SPACE'],
    ['${NONE:-a:b?c-d}', 'a:b?c-d'],
  ])('%s becomes %j', (text, expected) => {
    expect(substitute(text, VARIABLES)).toEqual({ text: expected });
  });

  test.each([
    ['${NONE}', 'requires the variable NONE, which is not set; set it, or give a default: ${NONE:-default}'],
    ['${NONE:?say which space}', 'requires the variable NONE: say which space'],
    ['${EMPTY:?}', 'requires the variable EMPTY, which is not set'],
    [
      '${1X}',
      'contains "${1X}", expected ${NAME}, ${NAME:-default} or ${NAME:?message}; write $$ for a dollar sign',
    ],
    [
      '${SPACE',
      'contains "${SPACE", expected ${NAME}, ${NAME:-default} or ${NAME:?message}; write $$ for a dollar sign',
    ],
    [
      '${}',
      'contains "${}", expected ${NAME}, ${NAME:-default} or ${NAME:?message}; write $$ for a dollar sign',
    ],
    [
      '${toString}',
      'requires the variable toString, which is not set; set it, or give a default: ${toString:-default}',
    ],
  ])('%s is refused', (text, problem) => {
    expect(substitute(text, VARIABLES)).toEqual({ problem });
  });

  test.each(['ARIZE_API_KEY', 'AUTH_TOKEN', 'client_secret', 'DB_PASSWORD', 'Authorization'])(
    '${%s} is refused, set or not, and its value is not told',
    (name) => {
      const result = substitute(`\${${name}:-x}`, { [name]: 'canary-value' });
      expect(result).toEqual({ problem: expect.stringContaining('looks like a secret') as unknown });
      expect(JSON.stringify(result)).not.toContain('canary-value');
    },
  );

  test('a nested default is refused rather than half read', () => {
    expect(substitute('${NONE:-${SPACE}}', VARIABLES)).toHaveProperty('problem');
  });

  test('every problem of a text is told', () => {
    expect(substitute('${A} ${B}', {})).toEqual({
      problem: expect.stringMatching(/A, .*; requires .* B,/) as unknown,
    });
  });

  test('a text without dollar signs stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('$')),
        (text) => {
          expect(substitute(text, {})).toEqual({ text });
        },
      ),
    );
  });
});

describe('a value that is one variable', () => {
  const FILE = `version: 1
name: \${NAME}
space: prod
steps:
  - id: a
    task: T
    window: { start: 2026-11-01T00:00:00Z, end: 2026-11-02T00:00:00Z }
    maxSpans: \${SPANS:-100}
    overrideEvaluations: \${AGAIN:-false}
    maxErrorShare: \${SHARE:-0.02}
`;
  const stepOf = (env: Record<string, string>): unknown => parsePipeline(FILE, 'p.yaml', env).steps[0];

  test('is read as a number or boolean where the file needs one', () => {
    expect(stepOf({ NAME: 'n', SPANS: '50', AGAIN: 'true' })).toMatchObject({
      trigger: { maxSpans: 50, overrideEvaluations: true },
      maxErrorShare: 0.02,
    });
  });

  test('stays a text where the file needs one', () => {
    expect(parsePipeline(FILE, 'p.yaml', { NAME: '010' }).name).toBe('010');
    expect(parsePipeline(FILE, 'p.yaml', { NAME: '7' }).name).toBe('7');
  });

  test('is refused by its place if it is neither', () => {
    expect(() => stepOf({ NAME: 'n', SPANS: 'many' })).toThrow(
      /p\.yaml:8:15 steps\[0\]\.maxSpans: is "many", expected a whole number/,
    );
    expect(() => stepOf({ NAME: 'n', SPANS: '0' })).toThrow(/is 0, expected a whole number of at least 1/);
  });
});
