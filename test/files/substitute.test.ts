import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { substitute } from '../../src/files/document/substitute.js';

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
