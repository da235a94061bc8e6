import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import {
  cleanLines,
  cleanText,
  fitText,
  padText,
  safeJson,
  safeLines,
  textWidth,
} from '../../src/terminal/text/text.js';
import { formatShare, formatShares } from '../../src/model/base/numbers.js';
import { formatCounts } from '../../src/model/api/task-run.js';
import { formatRate } from '../../src/terminal/text/counts.js';
import { formatFacts } from '../../src/terminal/text/facts.js';
import { formatCsv } from '../../src/terminal/text/csv.js';
import { formatTable } from '../../src/terminal/text/table.js';
import type { Column } from '../../src/terminal/text/table-layout.js';
import { elapsedBetween, relativeTime } from '../../src/terminal/text/time.js';
import { PLAIN_STYLE, styleOf } from '../../src/terminal/style.js';

describe('the width of a text', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['ünïcödé', 7],
    ['e\u0301', 1],
    ['日本', 4],
    ['한국', 4],
    ['👍', 2],
    ['👩‍👩‍👧', 2],
    ['\u001b[31mred\u001b[39m', 3],
    ['✓', 1],
  ])('of %j is %i', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test('is that of string-width, for every character by itself and for texts of any', () => {
    const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code));
    expect(characters.filter((one) => textWidth(one) !== stringWidth(one))).toEqual([]);
    const sign = fc.oneof(
      fc.constantFrom(...characters),
      fc.constantFrom('\ufe0f', '\u20e3', '\u200d', '\u001b[1m'),
    );
    const isSame = (text: string): boolean => textWidth(text) === stringWidth(text);
    fc.assert(fc.property(fc.string({ unit: sign }), isSame), { numRuns: 2000 });
  });

  test('a fitted text is never wider than asked, and a padded one exactly so where it fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, columns) => {
        const plain = cleanText(text);
        expect(textWidth(fitText(plain, columns))).toBeLessThanOrEqual(columns);
        expect(textWidth(padText(fitText(plain, columns), columns))).toBe(columns);
      }),
    );
  });

  test('what is cut ends in an ellipsis', () => {
    expect(fitText('nightly-quality', 8)).toBe('nightly…');
    expect(fitText('日本語日本語', 5)).toBe('日本…');
  });
});

describe('a text from elsewhere', () => {
  test.each([
    ['\u001b[2Jgone', '�[2Jgone'],
    ['a\r\nb', 'a��b'],
    ['right\u202eto left', 'right�to left'],
    ['nul\u0000', 'nul�'],
    ['\u009b31m', '�31m'],
    ['fine — ünïcödé 日本', 'fine — ünïcödé 日本'],
  ])('%j is printed as %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  test('a message keeps its lines', () => {
    expect(cleanLines('one\r\ntwo\u0007')).toBe('one\ntwo�');
  });
});

describe('times', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00Z');

  test.each([
    [null, '–'],
    ['2026-11-21T12:00:00Z', 'just now'],
    ['2026-11-21T11:59:18Z', '42s ago'],
    ['2026-11-21T11:56:55Z', '3m ago'],
    ['2026-11-21T09:50:00Z', '2h ago'],
    ['2026-11-06T12:00:00Z', '15d ago'],
    ['2026-11-21T14:00:00Z', 'in 2h'],
    ['not a time', '–'],
  ])('%s is %s', (time, text) => {
    expect(relativeTime(time, nowMs)).toBe(text);
  });

  test('elapsed time needs both ends', () => {
    expect(elapsedBetween('2026-11-21T12:00:00Z', '2026-11-21T12:02:05Z')).toBe('2m 05s');
    expect(elapsedBetween('2026-11-21T12:00:00Z', null)).toBeNull();
  });
});

describe('counts', () => {
  test('name what they count, and say nothing where nothing is known', () => {
    expect(formatCounts({ successes: 120, errors: 1, skipped: 0 })).toBe('120 ok, 1 error, 0 skipped');
    expect(formatCounts(null)).toBe('–');
  });

  test.each([
    [{ successes: 30, errors: 0, skipped: 0 }, 2000, '15/s'],
    [{ successes: 3, errors: 0, skipped: 0 }, 2000, '1.5/s'],
    [{ successes: 0, errors: 0, skipped: 0 }, 2000, '–'],
    [{ successes: 3, errors: 0, skipped: 0 }, 0, '–'],
    [null, 5000, '–'],
  ])('the rate of %j in %i ms is %s', (counts, ms, text) => {
    expect(formatRate(counts, ms)).toBe(text);
  });

  test.each([
    [0, '0%'],
    [0.032, '3.2%'],
    [1, '100%'],
    [0.0004, '0.04%'],
  ])('a share of %d is %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

test('shares that are shown together make 100%, and none of them disappears', () => {
  expect(formatShares([1 / 3, 1 / 3, 1 / 3])).toEqual(['33.4%', '33.3%', '33.3%']);
  expect(formatShares([0.9999, 0.0001])).toEqual(['99.9%', '0.1%']);
  expect(formatShares([0.5, 0, 0.25])).toEqual(['50%', '0%', '25%']);
  expect(formatShares([])).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 }), (parts) => {
      const whole = parts.reduce((sum, part) => sum + part, 0);
      fc.pre(whole > 0);
      const texts = formatShares(parts.map((part) => part / whole));
      const tenths = texts.map((text) => Math.round(Number(text.slice(0, -1)) * 10));
      expect(tenths.reduce((sum, each) => sum + each, 0)).toBe(1000);
      expect(tenths.every((each, at) => each > 0 === (parts[at] ?? 0) > 0)).toBe(true);
    }),
  );
});

interface Row {
  name: string;
  count: number;
}

const COLUMNS = [
  { title: 'NAME', value: (row: Row) => row.name, wraps: true },
  { title: 'COUNT', value: (row: Row) => String(row.count), align: 'right' as const },
];

describe('a table', () => {
  const rows = [
    { name: 'short', count: 5 },
    { name: '日本', count: 12_000 },
  ];

  test('has its columns under each other, by width and not by length', () => {
    expect(formatTable(COLUMNS, rows, PLAIN_STYLE)).toEqual(['NAME   COUNT', 'short      5', '日本   12000']);
  });

  const FIVE = { name: 'five words that need room', count: 12_000 };
  const shown = (columns: Column<Row>[], width: number): string[] =>
    formatTable(columns, [FIVE], { ...PLAIN_STYLE, columns: width });

  test('wraps its texts between words', () => {
    const long = { ...FIVE, name: `${FIVE.name}, and then some more` };
    expect(formatTable(COLUMNS, [long], { ...PLAIN_STYLE, columns: 37 })).toEqual([
      'NAME                            COUNT',
      'five words that need room, and  12000',
      'then some more',
    ]);
  });

  test('leaves out columns in their order, and puts below the row what has no room beside it', () => {
    const id: Column<Row> = { title: 'ID', value: () => 'id-of-20-characters!' };
    const columns: Column<Row>[] = [
      { title: 'COUNT', value: ({ count }) => String(count) },
      id,
      { title: 'A', value: () => 'aaaaaaaa', drop: 1 },
      { title: 'B', value: () => 'bbbbbbbb', drop: 2 },
      { title: 'EMPTY', value: () => '' },
    ];
    expect(shown(columns, 47)[0]).not.toContain('EMPTY');
    expect(shown(columns, 47)[1]).toBe('12000  id-of-20-characters!  aaaaaaaa  bbbbbbbb');
    expect(shown(columns, 46)[1]).toBe('12000  id-of-20-characters!  aaaaaaaa');
    expect(shown(columns, 36)[1]).toBe('12000  id-of-20-characters!');
    expect(shown(columns, 26).slice(1)).toEqual(['12000  aaaaaaaa  bbbbbbbb', '  id id-of-20-characters!']);
    expect(shown(columns, 20).slice(1)).toEqual(['12000  aaaaaaaa', 'id-of-20-characters!']);
  });

  test('lets no cell move the cursor', () => {
    const lines = formatTable(COLUMNS, [{ name: '\u001b[2J', count: 1 }], PLAIN_STYLE);
    expect(lines.join('\n')).not.toContain('\u001b');
  });
});

test('facts leave out what is not known', () => {
  const lines = formatFacts(
    [
      ['Run', 'r1'],
      ['Window', null],
      ['Took', '3s'],
    ],
    PLAIN_STYLE,
  );
  expect(lines).toEqual(['Run   r1', 'Took  3s']);
});

describe('a style', () => {
  test.each([
    [{ isTTY: true }, 'auto', true],
    [{ isTTY: false }, 'auto', false],
    [{}, 'auto', false],
    [{ isTTY: false }, 'always', true],
    [{ isTTY: true }, 'never', false],
  ] as const)('of %j with --color %s has colours: %s', (stream, mode, hasColor) => {
    expect(styleOf(stream, mode, true).paint('bad', 'x') !== 'x').toBe(hasColor);
  });
});

describe('CSV', () => {
  test('quotes what RFC 4180 says, and nothing else', () => {
    const rows = [
      ['plain', 'a,b', 'say "no"', 'two\nlines'],
      [null, undefined, false, 0.5],
      [{ id: 'a' }, ['x', 'y'], '', 'é 日本'],
    ];
    expect(formatCsv(['a', 'b', 'c', 'd,e'], rows)).toBe(
      [
        'a,b,c,"d,e"',
        'plain,"a,b","say ""no""","two\nlines"',
        ',,false,0.5',
        '"{""id"":""a""}","[""x"",""y""]",,é 日本',
        '',
      ].join('\n'),
    );
  });

  test('reads back as what was written', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', '""', '",'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
        expect(readCsv(formatCsv(['a', 'b'], rows))).toEqual([['a', 'b'], ...rows]);
      }),
    );
  });
});

/** The grammar of RFC 4180, read one field at a time. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|\n)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('a text from elsewhere never reaches a screen or a log raw', () => {
  const HOSTILE = 'x\u001b]0;t\u0007\u001b[2J\u009b31m\u202e\u2028\r\n::error::y\n##[error]z';

  test('in lines, whose only escapes are the colours of this program', () => {
    const style = styleOf({ isTTY: true }, 'always', true);
    const printed = safeLines(`${style.paint('bad', 'Error:')} ${HOSTILE}`);
    expect(printed).toContain(style.paint('bad', 'Error:'));
    expect(printed.replaceAll(style.paint('bad', 'Error:'), '')).not.toMatch(/[^\P{Cc}\n]|[\u202e\u2028]/u);
    expect(printed).not.toMatch(/^(::|##\[)/m);
  });

  test('in JSON, which stays the same value', () => {
    const json = safeJson(JSON.stringify({ [HOSTILE]: HOSTILE }, null, 2));
    expect(json).not.toMatch(/[^\P{Cc}\n]|[\u202e\u2028]/u);
    expect(JSON.parse(json)).toEqual({ [HOSTILE]: HOSTILE });
  });
});
