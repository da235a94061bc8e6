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
    ['${NONE}', 'needs the variable NONE, which is not set; set it, or give a default: ${NONE:-default}'],
    ['${NONE:?say which space}', 'needs the variable NONE: say which space'],
    ['${EMPTY:?}', 'needs the variable EMPTY: it is not set'],
    [
      '${1X}',
      'has "${1X}", expected ${NAME}, ${NAME:-default} or ${NAME:?message}; write $$ for a dollar sign',
    ],
    [
      '${SPACE',
      'has "${SPACE", expected ${NAME}, ${NAME:-default} or ${NAME:?message}; write $$ for a dollar sign',
    ],
    ['${}', 'has "${}", expected ${NAME}, ${NAME:-default} or ${NAME:?message}; write $$ for a dollar sign'],
    [
      '${toString}',
      'needs the variable toString, which is not set; set it, or give a default: ${toString:-default}',
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
      problem: expect.stringMatching(/A, .*; needs .* B,/) as unknown,
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
